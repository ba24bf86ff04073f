//! Waivers: recorded acceptances of denials. They are applied after the decision and never
//! change it, only whether it fails the run.

pub(crate) mod resource_pattern;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use onus_core::decision::{Decision, ResourceRef, Verdict, WaiverRef};
use onus_core::diagnostic::Diagnostic;
use onus_core::resource_matcher::Glob;
use onus_policy::ControlKey;

pub use resource_pattern::ResourcePattern;

/// One acceptance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Glob over control ids and their aliases.
    pub control: Glob,
    /// Which resources.
    pub resource: ResourcePattern,
    /// Which inventories, by name or path; all if it is omitted. Only resources that
    /// have an origin are in one.
    #[serde(default)]
    pub inventory: Option<Glob>,
    /// Why the denial is accepted.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: String,
    /// The last day on which it counts; a TOML date or a text.
    #[serde(deserialize_with = "date")]
    pub expires: Date,
}

fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => text,
        other => other.to_string(),
    };
    text.parse().map_err(|_| {
        serde::de::Error::custom(format!("`{text}` is not a date; write it as 2027-01-31"))
    })
}

impl Waiver {
    /// As a decision shows it.
    fn shown(&self) -> WaiverRef {
        WaiverRef {
            reason: self.reason.clone(),
            approved_by: self.approved_by.clone(),
            expires: self.expires.to_string(),
        }
    }

    /// How it is named in messages.
    fn label(&self) -> String {
        let within = self.inventory.as_ref();
        let within = within.map(|glob| format!(" in `{}`", glob.as_str()));
        format!(
            "waiver of `{}` for `{}`{}",
            self.control.as_str(),
            self.resource.as_str(),
            within.unwrap_or_default()
        )
    }

    /// Whether it names a resource.
    fn matches(&self, resource: &ResourceRef) -> bool {
        let is_in = |glob: &Glob| {
            let origin = resource.origin.as_ref();
            origin.is_some_and(|origin| glob.matches(origin))
        };
        self.inventory.as_ref().is_none_or(is_in) && self.resource.matches(resource)
    }

    /// Diagnostics about it at the end of the run, by the denials that it met.
    fn report(&self, met: &Met, today: Date) -> Option<Diagnostic> {
        let label = self.label();
        if met.used && today > self.expires {
            return Some(
                Diagnostic::warning(format!(
                    "{label} expired on {}, so the denial counts again",
                    self.expires
                ))
                .help("mend the resource, or have the acceptance renewed with a new date"),
            );
        }
        if met.used {
            return None;
        }
        let message = if !met.control {
            format!("{label} is orphaned: no control of this run has that id")
        } else if !met.resource {
            format!("{label} is orphaned: no resource of this run matches")
        } else {
            format!("{label} is unused: nothing that it covers is denied")
        };
        Some(Diagnostic::warning(message).help("remove it, so that it can't hide a later denial"))
    }
}

/// The waivers of a run, applied to its decisions batch by batch.
#[derive(Debug)]
pub struct Waiving<'w> {
    waivers: Vec<Tracked<'w>>,
    today: Date,
}

/// A waiver, and what has been met of it in the decisions so far.
#[derive(Debug)]
struct Tracked<'w> {
    waiver: &'w Waiver,
    /// The ids of the controls that it names, by id or by alias.
    controls: BTreeSet<String>,
    met: Met,
}

#[derive(Debug, Default)]
struct Met {
    /// A denial that it covers.
    used: bool,
    /// A control that it names, for whatever resource.
    control: bool,
    /// A resource that it names, for whatever control.
    resource: bool,
    /// The resources that it names, where one of its controls has decided.
    resources: Matched,
}

/// Different resources that one waiver matches.
#[derive(Debug, Default)]
struct Matched {
    first: Vec<String>,
    last: String,
    count: usize,
}

impl Matched {
    /// At most this many are listed.
    const LISTED: usize = 5;

    /// Adds a resource. An id that is unique within its origin only is another resource
    /// in another one.
    fn add(&mut self, resource: &ResourceRef) {
        let label = match &resource.origin {
            Some(origin) => format!("{origin}#{}", resource.id),
            None => resource.id.clone(),
        };
        if label == self.last || self.first.contains(&label) {
            return;
        }
        self.count += 1;
        if self.first.len() < Self::LISTED {
            self.first.push(label.clone());
        }
        self.last = label;
    }

    fn problem(&self, waiver: &Waiver) -> Option<Diagnostic> {
        if self.count < 2 || waiver.resource.means_several() {
            return None;
        }
        let listed: Vec<String> = self.first.iter().map(|id| format!("`{id}`")).collect();
        let more = match self.count - self.first.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Some(
            Diagnostic::warning(format!(
                "{} matches {} resources: {}{more}",
                waiver.label(),
                self.count,
                listed.join(", ")
            ))
            .help("several resources can have one name: write the id of the accepted one, or a glob over ids such as `**/NAME` to accept all of them; for one address in several files, add `inventory` with the path of one file, or its name in onus.toml"),
        )
    }
}

impl<'w> Waiving<'w> {
    /// Waivers, as they are on the day `today`. `controls` are those of the policy
    /// set: a waiver names them by their ids and by their older ones.
    pub fn new(waivers: &'w [Waiver], today: Date, controls: &[ControlKey<'_>]) -> Self {
        let named = |waiver: &Waiver| {
            controls
                .iter()
                .filter(|key| key.names().any(|name| waiver.control.matches(name)))
                .map(|key| key.id.to_owned())
                .collect()
        };
        Self {
            waivers: waivers
                .iter()
                .map(|waiver| Tracked {
                    waiver,
                    controls: named(waiver),
                    met: Met::default(),
                })
                .collect(),
            today,
        }
    }

    /// Marks the denials among some of the run's decisions that are accepted.
    pub fn mark(&mut self, decisions: &mut [Decision]) {
        for decision in decisions {
            let denied = decision.decision == Verdict::Deny;
            for Tracked {
                waiver,
                controls,
                met,
            } in &mut self.waivers
            {
                let control = controls.contains(&decision.control.id);
                // Nothing is asked of a waiver whose answer would change nothing.
                let resource = (control || !met.resource) && waiver.matches(&decision.resource);
                let covered = denied && control && resource;
                if control && resource {
                    met.resources.add(&decision.resource);
                }
                met.control |= control;
                met.resource |= resource;
                met.used |= covered;
                if covered && self.today <= waiver.expires && decision.waiver.is_none() {
                    decision.waiver = Some(waiver.shown());
                }
            }
        }
    }

    /// When all decisions have been marked: the waivers that are expired, cover
    /// nothing that is denied, name what is not there, or name more than one resource.
    pub fn report(self) -> Vec<Diagnostic> {
        self.waivers
            .iter()
            .flat_map(|Tracked { waiver, met, .. }| {
                let several = met.resources.problem(waiver);
                waiver.report(met, self.today).into_iter().chain(several)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_core::decision::sample;
    use onus_core::vocabulary::{Layer, Severity};

    fn waiver(control: &str, resource: &str, expires: &str) -> Waiver {
        Waiver {
            control: Glob::new(control).unwrap(),
            resource: ResourcePattern::new(resource).unwrap(),
            inventory: None,
            reason: "it is being replaced".to_owned(),
            approved_by: "ciso".to_owned(),
            expires: expires.parse().unwrap(),
        }
    }

    /// What is accepted of two denials and an allow, and what is reported, when the
    /// decisions come in pieces of `size`.
    fn waived(waivers: &[Waiver], size: usize) -> (Vec<bool>, Vec<String>) {
        let mut decisions = [
            sample("C-1", "a", Verdict::Deny),
            sample("C-2", "b", Verdict::Allow),
            sample("C-1", "c", Verdict::Deny),
        ];
        let older = ["B-1".to_owned()];
        let key = |id, aliases| ControlKey {
            id,
            aliases,
            severity: Severity::High,
            layer: Layer::Data,
            deprecated: false,
            on_request: false,
        };
        let keys = [key("C-1", &older), key("C-2", &[])];
        let mut waiving = Waiving::new(waivers, "2026-11-21".parse().unwrap(), &keys);
        for piece in decisions.chunks_mut(size) {
            waiving.mark(piece);
        }
        let marked = decisions
            .iter()
            .map(|decision| decision.waiver.is_some())
            .collect();
        let told = waiving
            .report()
            .into_iter()
            .map(|problem| problem.message)
            .collect();
        (marked, told)
    }

    #[test]
    fn pieces_are_waived_like_the_whole() {
        let waivers = [
            waiver("C-1", "c", "2026-11-21"),
            waiver("C-1", "a", "2026-11-20"),
            waiver("C-2", "c", "2027-01-01"),
            waiver("C-3", "a", "2027-01-01"),
            waiver("C-*", "d", "2027-01-01"),
        ];
        let (marked, told) = waived(&waivers, 3);
        assert_eq!(marked, [false, false, true]);
        assert_eq!(
            told,
            [
                "waiver of `C-1` for `a` expired on 2026-11-20, so the denial counts again",
                "waiver of `C-2` for `c` is unused: nothing that it covers is denied",
                "waiver of `C-3` for `a` is orphaned: no control of this run has that id",
                "waiver of `C-*` for `d` is orphaned: no resource of this run matches",
            ]
        );
        for size in [1, 2] {
            assert_eq!(waived(&waivers, size), (marked.clone(), told.clone()));
        }
    }

    #[test]
    fn a_control_is_waived_by_an_older_id_in_any_case() {
        for control in ["c-1", "B-1", "b-*"] {
            let waivers = [waiver(control, "c", "2027-01-01")];
            assert_eq!(waived(&waivers, 3), (vec![false, false, true], vec![]));
        }
    }

    #[test]
    fn a_name_of_several_resources_is_reported() {
        let waivers = [waiver("C-1", "?", "2027-01-01")];
        let (marked, told) = waived(&waivers, 1);
        assert_eq!(marked, [true, false, true]);
        assert_eq!(
            told,
            ["waiver of `C-1` for `?` matches 2 resources: `a`, `c`"]
        );
    }

    #[test]
    fn what_covers_the_same_denial_is_used_too() {
        let waivers = [
            waiver("C-1", "*", "2027-01-01"),
            waiver("C-*", "a", "2027-01-01"),
        ];
        for size in [1, 3] {
            assert_eq!(waived(&waivers, size), (vec![true, false, true], vec![]));
        }
    }
}
