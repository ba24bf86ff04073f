//! Baseline: the denials of an estate at the time when onus was adopted. A denial in the
//! baseline does not fail a run; a new one does, and so does an old one with more findings.

mod known_denial;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use serde::Deserialize;

use onus_core::decision::{Decision, ResourceRef, Status};
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_inventory::Source;
use onus_policy::ControlKey;

use crate::baseline::known_denial::Known;

/// The version of the file's format. Version 1 had no origins.
const FORMAT: u64 = 2;

/// What to do with an inventory that has no path.
const NAME_IT: &str = "write the inventory to a file, or name it in onus.toml: `[[inventories]]` with `path = \"-\"` and a `name`";

/// The denials of an estate, in a file that is reviewed like code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    denials: Vec<Known>,
    edition: Edition,
    /// The number of denials that can't be found again: their ids are unique within an
    /// inventory only, and that has no name.
    unnamed: usize,
}

/// What a baseline knows about its denials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Edition {
    /// Only the ids of resources.
    Ids,
    /// The origins of ids that are unique within one, too.
    #[default]
    Origins,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Known already.
    #[serde(rename = "format_version")]
    _format_version: u64,
    denials: Vec<Known>,
}

/// The version alone: a file of another one may hold anything else.
#[derive(Deserialize)]
struct Version {
    format_version: u64,
}

/// What a denial is found by.
type Key<'k> = (String, &'k str);

/// A baseline that the decisions of a run are compared with, batch by batch.
#[derive(Debug)]
pub struct Baselining<'b> {
    baseline: &'b Baseline,
    /// The denials by control and resource, with where they are in the baseline.
    known: HashMap<Key<'b>, Vec<usize>>,
    /// What became of each.
    met: Vec<Met>,
    /// The origins of the run.
    origins: BTreeSet<String>,
    /// The denials that could be of several inventories of the run.
    ambiguous: BTreeSet<usize>,
    /// Whether the run denies something in an inventory without a name.
    has_unnamed: bool,
}

/// Whether a denial of the baseline is about a resource.
enum About {
    Same,
    Other,
    /// The baseline has an id that is unique within an inventory only, and the run has
    /// several inventories.
    Ambiguous,
}

/// What became of a denial of the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    /// Nothing was decided about it.
    Not,
    /// It is allowed now.
    Allowed,
    /// It is denied, as it was or for something else.
    Denied,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// It is not one, or one of another version.
    pub fn read(document: &Arc<Document>) -> Result<Self, Box<Diagnostic>> {
        let fail = |error: &serde_json::Error, message: String| {
            let text = document.text();
            let line = error.line().saturating_sub(1);
            let begin: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let at = (begin + error.column().saturating_sub(1)).min(text.len());
            let at = (0..=at).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0);
            Box::new(
                Diagnostic::error(message)
                    .at(Spot::new(document, at..at))
                    .help("take back what was changed by hand, or write it anew with `onus eval --write-baseline FILE`"),
            )
        };
        let unread = |error: serde_json::Error| {
            let mut reason = error.to_string();
            if let Some(end) = reason.find(" at line ") {
                reason.truncate(end);
            }
            fail(&error, format!("this is no baseline: {reason}"))
        };
        let version: Version = serde_json::from_str(document.text()).map_err(unread)?;
        if !(1..=FORMAT).contains(&version.format_version) {
            return Err(Box::new(
                Diagnostic::error(format!(
                    "`{}` is a baseline of another version of onus",
                    document.name()
                ))
                .help("write it anew with `onus eval --write-baseline FILE`"),
            ));
        }
        let file: File = serde_json::from_str(document.text()).map_err(unread)?;
        Ok(Self {
            denials: file.denials,
            edition: match version.format_version {
                1 => Edition::Ids,
                _ => Edition::Origins,
            },
            unnamed: 0,
        })
    }

    /// Takes up the denials among some decisions that nobody has accepted otherwise, and
    /// marks them. What a policy could not decide is not known, and so in no baseline.
    pub fn add(&mut self, decisions: &mut [Decision]) {
        for decision in decisions {
            let is_denial = decision.status != Status::Satisfied;
            if !is_denial || decision.status == Status::Error || decision.waiver.is_some() {
                continue;
            }
            decision.in_baseline = true;
            let denial = Known::of(decision);
            self.unnamed += usize::from(denial.origin.as_deref().is_some_and(Source::is_stream));
            self.denials.push(denial);
        }
    }

    /// Why it can't be written, if it can't be.
    pub fn problem(&self) -> Option<Diagnostic> {
        let denials = match self.unnamed {
            0 => return None,
            1 => "1 denial has an id that is unique within its inventory only, and the inventory has no name".to_owned(),
            count => format!("{count} denials have ids that are unique within their inventory only, and the inventory has no name"),
        };
        Some(Diagnostic::error(format!("the baseline can't be written: {denials}")).help(NAME_IT))
    }

    /// The number of its denials.
    pub fn len(&self) -> usize {
        self.denials.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.denials.is_empty()
    }

    /// The text of its file: a denial a line, in an order that does not move.
    ///
    /// # Errors
    /// Never in practice: texts can always be written as JSON.
    pub fn render(&self) -> serde_json::Result<String> {
        let mut denials = self.denials.clone();
        denials.sort();
        denials.dedup();
        let mut text = format!("{{\n  \"format_version\": {FORMAT},\n  \"denials\": [");
        for (number, denial) in denials.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n    {}", serde_json::to_string(denial)?);
        }
        text.push_str(if denials.is_empty() {
            "]\n}\n"
        } else {
            "\n  ]\n}\n"
        });
        Ok(text)
    }
}

impl<'b> Baselining<'b> {
    /// A baseline, before any decision. `controls` are those of the policy set: a denial
    /// of a control that has another id now is found by its older one.
    /// `origins` are those of the run's inventories.
    pub fn new(
        baseline: &'b Baseline,
        controls: &[ControlKey<'_>],
        origins: BTreeSet<String>,
    ) -> Self {
        let newest = |id: &str| {
            let control = controls.iter().find(|key| key.is_called(id));
            control.map_or(id, |key| key.id).to_owned()
        };
        let mut known: HashMap<Key<'b>, Vec<usize>> = HashMap::new();
        for (number, denial) in baseline.denials.iter().enumerate() {
            let key = (newest(&denial.control), denial.resource.as_str());
            known.entry(key).or_default().push(number);
        }
        Self {
            baseline,
            known,
            met: vec![Met::Not; baseline.denials.len()],
            origins,
            ambiguous: BTreeSet::new(),
            has_unnamed: false,
        }
    }

    /// Marks the denials among some of the run's decisions that are in the baseline.
    pub fn mark(&mut self, decisions: &mut [Decision]) {
        for decision in decisions {
            let origin = decision.resource.origin.as_deref();
            self.has_unnamed |= self.baseline.edition == Edition::Origins
                && decision.status != Status::Satisfied
                && origin.is_some_and(Source::is_stream);
            let key = (decision.control.id.clone(), decision.resource.id.as_str());
            let Some(numbers) = self.known.get(&key) else {
                continue;
            };
            let met = match decision.status {
                Status::Satisfied => Met::Allowed,
                _ => Met::Denied,
            };
            let mut covered = false;
            for number in numbers {
                let Some(known) = self.baseline.denials.get(*number) else {
                    continue;
                };
                if known.layer != decision.layer {
                    continue;
                }
                match self.about(known, &decision.resource) {
                    About::Same => {}
                    About::Other => continue,
                    About::Ambiguous => {
                        self.ambiguous.insert(*number);
                        continue;
                    }
                }
                if let Some(before) = self.met.get_mut(*number) {
                    *before = met.max(*before);
                }
                covered |= known.covers(decision);
            }
            decision.in_baseline = covered && met == Met::Denied;
        }
    }

    fn about(&self, known: &Known, resource: &ResourceRef) -> About {
        match (&known.origin, &resource.origin) {
            (None, Some(_)) if self.baseline.edition == Edition::Ids => match self.origins.len() {
                0 | 1 => About::Same,
                _ => About::Ambiguous,
            },
            (Some(origin), _) if Source::is_stream(origin) => About::Other,
            (known, now) if known == now => About::Same,
            _ => About::Other,
        }
    }

    /// Diagnostics about the denials that don't count, and about those that are gone;
    /// `name` is the baseline's.
    pub fn report(&self, name: &str) -> Vec<Diagnostic> {
        /// More than this are only counted.
        const MOST: usize = 20;
        let gone: Vec<(&Known, Met)> = self
            .baseline
            .denials
            .iter()
            .zip(&self.met)
            .enumerate()
            .filter(|(number, (_, met))| **met != Met::Denied && !self.ambiguous.contains(number))
            .map(|(_, (known, met))| (known, *met))
            .collect();
        let mut problems: Vec<Diagnostic> = gone
            .iter()
            .take(MOST)
            .map(|(known, met)| {
                let now = match met {
                    Met::Allowed => "is allowed now",
                    Met::Not | Met::Denied => "is not decided any more",
                };
                Diagnostic::warning(format!(
                    "{} is in the baseline `{name}` and {now}",
                    known.label()
                ))
            })
            .collect();
        if let Some(more) = gone.len().checked_sub(MOST).filter(|more| *more > 0) {
            problems.push(Diagnostic::warning(format!(
                "{more} more denials of the baseline `{name}` are gone"
            )));
        }
        if let Some(last) = problems.last_mut() {
            let moved = gone
                .iter()
                .filter_map(|(known, _)| known.origin.as_ref())
                .find(|origin| !self.origins.contains(*origin));
            let moved = moved.map(|origin| format!("; if `{origin}` has another path now, give that its name in onus.toml: `[[inventories]]` with `path` and `name = \"{origin}\"`"));
            last.help = Some(format!(
                "`--write-baseline {name}` takes what is gone out, so that it can't hide a later denial{}",
                moved.unwrap_or_default()
            ));
        }
        problems.extend(self.unmatched(name));
        problems
    }

    /// Diagnostics about denials that are not compared, because nothing shows which
    /// inventory they are in.
    fn unmatched(&self, name: &str) -> Vec<Diagnostic> {
        let ambiguous = match self.ambiguous.len() {
            0 => None,
            1 => Some(("1 denial".to_owned(), "does")),
            count => Some((format!("{count} denials"), "do")),
        };
        let ambiguous = ambiguous.map(|(denials, does)| {
            Diagnostic::warning(format!(
                "{denials} of the baseline `{name}` can be in any of {} inventories, and {does} not count: an older version of onus wrote only the ids, which are unique within one inventory",
                self.origins.len()
            ))
            .help(format!("`onus eval ... --write-baseline {name}` writes it again, with the inventory of each denial; review the lines that this adds"))
        });
        let unnamed = self.has_unnamed.then(|| {
            Diagnostic::warning(format!(
                "denials in standard input can't be compared with the baseline `{name}`: their ids are unique within their inventory only, and the inventory has no name"
            ))
            .help(NAME_IT)
        });
        ambiguous.into_iter().chain(unnamed).collect()
    }
}
