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
    fn covers_resource(&self, decision: &Decision) -> bool {
        if self.resource.as_str().contains('/') {
            self.resource.matches(&decision.resource.id)
        } else {
            self.resource.matches(&decision.resource.name)
        }
    }

    fn covers(&self, decision: &Decision) -> bool {
        self.control.matches(&decision.control.id) && self.covers_resource(decision)
    }

    /// How it is named in messages.
    fn label(&self) -> String {
        format!(
            "waiver of `{}` for `{}`",
            self.control.as_str(),
            self.resource.as_str()
        )
    }
}

/// Marks the denials that are accepted on `today`, and reports waivers that are
/// expired, cover nothing that is denied, or name what is not there.
pub fn apply(waivers: &[Waiver], decisions: &mut [Decision], today: Date) -> Vec<Problem> {
    let mut used = vec![false; waivers.len()];
    for decision in decisions.iter_mut() {
        if decision.decision == Verdict::Allow {
            continue;
        }
        for (waiver, used) in waivers.iter().zip(&mut used) {
            if !waiver.covers(decision) {
                continue;
            }
            *used = true;
            if today <= waiver.expires && decision.waiver.is_none() {
                decision.waiver = Some(WaiverRef {
                    reason: waiver.reason.clone(),
                    approved_by: waiver.approved_by.clone(),
                    expires: waiver.expires.to_string(),
                });
            }
        }
    }
    waivers
        .iter()
        .zip(used)
        .filter_map(|(waiver, used)| {
            let label = waiver.label();
            if used && today > waiver.expires {
                return Some(
                    Problem::warning(format!(
                        "{label} expired on {}, so the denial counts again",
                        waiver.expires
                    ))
                    .help("mend the resource, or have the acceptance renewed with a new date"),
                );
            }
            if used {
                return None;
            }
            let known = |matches: &dyn Fn(&Decision) -> bool| decisions.iter().any(matches);
            let message = if !known(&|decision| waiver.control.matches(&decision.control.id)) {
                format!("{label} is orphaned: no control of this run has that id")
            } else if !known(&|decision| waiver.covers_resource(decision)) {
                format!("{label} is orphaned: no resource of this run matches")
            } else {
                format!("{label} is unused: nothing that it covers is denied")
            };
            Some(Problem::warning(message).help("remove it, so that it can't hide a later denial"))
        })
        .collect()
}
