//! Waivers: recorded acceptances of denials. They are looked at after the
//! decision and never change it, only whether it fails the run.

use jiff::civil::Date;
use serde::Deserialize;

use crate::decision::{Decision, Verdict, WaiverRef};
use crate::problem::Problem;
use crate::scope::Glob;

/// One acceptance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Glob over control ids.
    pub control: Glob,
    /// Glob over resource ids, or over names where it has no `/`.
    pub resource: Glob,
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
    fn names_resource(&self, decision: &Decision) -> bool {
        if self.resource.as_str().contains('/') {
            self.resource.matches(&decision.resource.id)
        } else {
            self.resource.matches(&decision.resource.name)
        }
    }

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
        format!(
            "waiver of `{}` for `{}`",
            self.control.as_str(),
            self.resource.as_str()
        )
    }

    /// What is to be said of it at the end, by what has been met of it.
    fn report(&self, met: Met, today: Date) -> Option<Problem> {
        let label = self.label();
        if met.used && today > self.expires {
            return Some(
                Problem::warning(format!(
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
        Some(Problem::warning(message).help("remove it, so that it can't hide a later denial"))
    }
}

/// The acceptances of a run, held to its decisions piece after piece.
#[derive(Debug)]
pub struct Waiving<'w> {
    waivers: Vec<(&'w Waiver, Met)>,
    today: Date,
}

/// What has been met of a waiver in the decisions so far.
#[derive(Debug, Clone, Copy, Default)]
struct Met {
    /// A denial that it covers.
    used: bool,
    /// A control that it names, for whatever resource.
    control: bool,
    /// A resource that it names, for whatever control.
    resource: bool,
}

impl<'w> Waiving<'w> {
    /// Acceptances, as they stand on the day `today`.
    pub fn new(waivers: &'w [Waiver], today: Date) -> Self {
        Self {
            waivers: waivers
                .iter()
                .map(|waiver| (waiver, Met::default()))
                .collect(),
            today,
        }
    }

    /// Marks the denials among some of the run's decisions that are accepted.
    pub fn mark(&mut self, decisions: &mut [Decision]) {
        for decision in decisions {
            let denied = decision.decision == Verdict::Deny;
            for (waiver, met) in &mut self.waivers {
                // Nothing is asked of a waiver whose answer would change nothing.
                let control =
                    (denied || !met.control) && waiver.control.matches(&decision.control.id);
                let covered = denied && control;
                let resource = (covered || !met.resource) && waiver.names_resource(decision);
                let covered = covered && resource;
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
    /// nothing that is denied, or name what is not there.
    pub fn report(self) -> Vec<Problem> {
        self.waivers
            .iter()
            .filter_map(|(waiver, met)| waiver.report(*met, self.today))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::sample;

    fn waiver(control: &str, resource: &str, expires: &str) -> Waiver {
        Waiver {
            control: Glob::new(control).unwrap(),
            resource: Glob::new(resource).unwrap(),
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
        let mut waiving = Waiving::new(waivers, "2026-11-21".parse().unwrap());
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
