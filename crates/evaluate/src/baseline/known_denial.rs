//! Denial that a baseline has.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use onus_core::decision::{Decision, Party, Status};
use onus_core::vocabulary::Layer;

/// A denial that a baseline has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The control's id.
    pub(super) control: String,
    /// The resource's id.
    pub(super) resource: String,
    /// The inventory that the id is unique within; none for an id that is unique
    /// everywhere, and in a baseline of the first version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<String>,
    /// The layer of the duty.
    pub(super) layer: Layer,
    /// Why it is denied, such as `violated`.
    pub(super) status: String,
    /// Who had to act; none where nobody was responsible.
    pub(super) party: Option<Party>,
    /// What was not as required.
    pub(super) findings: Vec<String>,
}

impl Known {
    /// A decision as a baseline keeps it.
    pub(super) fn of(decision: &Decision) -> Self {
        let mut findings = messages(decision);
        findings.sort();
        Self {
            control: decision.control.id.clone(),
            resource: decision.resource.id.clone(),
            origin: decision.resource.origin.clone(),
            layer: decision.layer,
            status: decision.status.as_str().to_owned(),
            party: decision.responsible.accountable().cloned(),
            findings,
        }
    }

    /// How it is named in messages.
    pub(super) fn label(&self) -> String {
        let within = self.origin.as_ref().map(|origin| format!(" in `{origin}`"));
        let within = within.unwrap_or_default();
        format!("{} of `{}`{within}", self.control, self.resource)
    }

    /// Whether a denial is this one: for the same reason, on the same side of the
    /// boundary, and about nothing else.
    pub(super) fn covers(&self, decision: &Decision) -> bool {
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
