//! Baseline: the denials of an estate at the time when onus was adopted. A denial in the
//! baseline does not fail a run; a new one does, and so does an old one with more findings.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use onus_core::decision::{Decision, Party, Status};
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::vocabulary::Layer;
use onus_policy::ControlKey;

/// The version of the file's format.
const FORMAT: u64 = 1;

/// The denials of an estate, in a file that is reviewed like code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    denials: Vec<Known>,
}

/// A denial that a baseline has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// The control's id.
    control: String,
    /// The resource's id.
    resource: String,
    /// The layer of the duty.
    layer: Layer,
    /// Why it is denied, such as `violated`.
    status: String,
    /// Who had to act; none where nobody was responsible.
    party: Option<Party>,
    /// What was not as required.
    findings: Vec<String>,
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
        if version.format_version != FORMAT {
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
            let mut findings = messages(decision);
            findings.sort();
            self.denials.push(Known {
                control: decision.control.id.clone(),
                resource: decision.resource.id.clone(),
                layer: decision.layer,
                status: decision.status.as_str().to_owned(),
                party: decision.responsible.accountable().cloned(),
                findings,
            });
        }
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

impl Known {
    /// Whether a denial is this one: for the same reason, on the same side of the
    /// boundary, and about nothing else.
    fn covers(&self, decision: &Decision) -> bool {
        let side = |party: Option<&Party>| party.map(|party| party.kind);
        self.layer == decision.layer
            && self.status == decision.status.as_str()
            && decision.status != Status::Error
            && side(self.party.as_ref()) == side(decision.responsible.accountable())
            && is_among(&messages(decision), &self.findings)
    }
}

/// The messages of a decision, each as often as it is found.
fn messages(decision: &Decision) -> Vec<String> {
    decision
        .findings
        .iter()
        .map(|finding| finding.message.clone())
        .collect()
}

/// Whether all of `found` are in `known`, each as often.
fn is_among(found: &[String], known: &[String]) -> bool {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for message in known {
        *left.entry(message).or_default() += 1;
    }
    found.iter().all(|message| {
        let times = left.entry(message).or_default();
        let is_left = *times > 0;
        *times = times.saturating_sub(1);
        is_left
    })
}

impl<'b> Baselining<'b> {
    /// A baseline, before any decision. `controls` are those of the policy set: a denial
    /// of a control that has another id now is found by its older one.
    pub fn new(baseline: &'b Baseline, controls: &[ControlKey<'_>]) -> Self {
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
        }
    }

    /// Marks the denials among some of the run's decisions that are in the baseline.
    pub fn mark(&mut self, decisions: &mut [Decision]) {
        for decision in decisions {
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
                if let Some(before) = self.met.get_mut(*number) {
                    *before = met.max(*before);
                }
                covered |= known.covers(decision);
            }
            decision.in_baseline = covered && met == Met::Denied;
        }
    }

    /// Diagnostics about the denials that are gone; `name` is the baseline's.
    pub fn report(&self, name: &str) -> Vec<Diagnostic> {
        /// More than this are only counted.
        const MOST: usize = 20;
        let gone: Vec<(&Known, Met)> = self
            .baseline
            .denials
            .iter()
            .zip(&self.met)
            .filter(|(_, met)| **met != Met::Denied)
            .map(|(known, met)| (known, *met))
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
                    "{} of `{}` is in the baseline `{name}` and {now}",
                    known.control, known.resource
                ))
            })
            .collect();
        if let Some(more) = gone.len().checked_sub(MOST).filter(|more| *more > 0) {
            problems.push(Diagnostic::warning(format!(
                "{more} more denials of the baseline `{name}` are gone"
            )));
        }
        if let Some(last) = problems.last_mut() {
            last.help = Some(format!(
                "`--write-baseline {name}` takes what is gone out, so that it can't hide a later denial"
            ));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::decision::{Answer, Basis, Finding, Responsibility, Verdict, sample};
    use onus_core::vocabulary::{PartyKind, Severity};

    fn denial(messages: &[&str]) -> Decision {
        let mut denial = sample("C-1", "/a/b", Verdict::Deny);
        let template = Finding {
            message: String::new(),
            pointer: None,
            value: None,
            expected: None,
            file: None,
            line: None,
            column: None,
            written_at: None,
            certainty: onus_core::decision::Certainty::Certain,
            range: None,
            failure: None,
        };
        denial.findings = messages
            .iter()
            .map(|message| Finding {
                message: (*message).to_owned(),
                ..template.clone()
            })
            .collect();
        denial
    }

    fn answered(mut denial: Decision, kind: PartyKind, name: &str) -> Decision {
        let accountable = Party {
            kind,
            name: Some(name.to_owned()),
        };
        denial.responsible = Answer::Assigned(Arc::new(Responsibility {
            performs: Vec::new(),
            accountable,
            basis: Basis::default(),
        }));
        denial
    }

    fn of(denials: &[Decision]) -> Baseline {
        let mut baseline = Baseline::default();
        baseline.add(&mut denials.to_vec());
        baseline
    }

    fn is_in(baseline: &Baseline, decision: Decision) -> bool {
        let mut decisions = [decision];
        Baselining::new(baseline, &[]).mark(&mut decisions);
        decisions[0].in_baseline
    }

    #[test]
    fn a_denial_is_in_it_as_long_as_it_is_about_no_more() {
        let known = of(&[denial(&["a", "b"])]);
        assert!(is_in(&known, denial(&["b", "a"])));
        assert!(is_in(&known, denial(&["a"])));
        assert!(!is_in(&known, denial(&["a", "b", "c"])));
        assert!(!is_in(&known, denial(&["a", "a"])));
        assert!(is_in(&of(&[denial(&["a", "a"])]), denial(&["a", "a"])));
    }

    #[test]
    fn another_reason_another_side_another_resource_are_new() {
        let known = of(&[answered(denial(&["a"]), PartyKind::Provider, "Microsoft")]);
        assert!(is_in(
            &known,
            answered(denial(&["a"]), PartyKind::Provider, "Azure")
        ));
        assert!(!is_in(
            &known,
            answered(denial(&["a"]), PartyKind::Customer, "web")
        ));
        assert!(!is_in(&known, sample("C-2", "/a/b", Verdict::Deny)));
        assert!(!is_in(&known, sample("C-1", "/a/c", Verdict::Deny)));
        let mut unknown = answered(denial(&["a"]), PartyKind::Provider, "Microsoft");
        unknown.status = Status::Unknown;
        assert!(!is_in(&known, unknown.clone()));
        assert!(is_in(&of(&[unknown.clone()]), unknown));
    }

    #[test]
    fn a_control_is_found_by_its_older_id() {
        let known = of(&[denial(&["a"])]);
        let older = ["c-1".to_owned()];
        let key = ControlKey {
            id: "D-1",
            aliases: &older,
            severity: Severity::High,
            layer: Layer::Data,
            deprecated: false,
            on_request: false,
        };
        let mut renamed = sample("D-1", "/a/b", Verdict::Deny);
        renamed.findings = denial(&["a"]).findings;
        let mut decisions = [renamed];
        Baselining::new(&known, &[key]).mark(&mut decisions);
        assert!(decisions[0].in_baseline);
    }

    #[test]
    fn what_could_not_be_decided_is_in_none() {
        let mut failed = denial(&["a"]);
        failed.status = Status::Error;
        let known = of(&[failed.clone()]);
        assert!(known.is_empty());
        let text = of(&[denial(&["a"])])
            .render()
            .unwrap()
            .replace("violated", "error");
        let by_hand = Baseline::read(&Arc::new(Document::new("b.json", text))).unwrap();
        assert!(!is_in(&by_hand, failed));
    }

    #[test]
    fn the_file_is_read_back_in_an_order_that_does_not_move() {
        let (one, two) = (denial(&["a \"b\"\n"]), sample("A-1", "/a", Verdict::Deny));
        let text = of(&[one.clone(), two.clone(), one.clone()])
            .render()
            .unwrap();
        assert_eq!(text, of(&[two, one]).render().unwrap());
        assert_eq!(text.lines().count(), 7);
        let read = Baseline::read(&Arc::new(Document::new("b.json", text.clone()))).unwrap();
        assert_eq!(read.render().unwrap(), text);
        let empty = Baseline::default().render().unwrap();
        assert!(Baseline::read(&Arc::new(Document::new("b.json", empty))).is_ok());
    }

    #[test]
    fn what_is_gone_is_told() {
        let known = of(&[denial(&["a"]), sample("C-2", "/a/b", Verdict::Deny)]);
        let mut held = Baselining::new(&known, &[]);
        held.mark(&mut [sample("C-1", "/a/b", Verdict::Allow)]);
        let said: Vec<String> = held
            .report("b.json")
            .into_iter()
            .map(|problem| problem.message)
            .collect();
        assert_eq!(
            said,
            [
                "C-1 of `/a/b` is in the baseline `b.json` and is allowed now",
                "C-2 of `/a/b` is in the baseline `b.json` and is not decided any more",
            ]
        );
    }
}
