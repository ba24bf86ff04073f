//! Results of a control, layer by layer, made of its findings.

use std::collections::BTreeMap;

use onus_core::decision::{Certainty, Finding, Remediation, Status};
use onus_core::vocabulary::Layer;

use super::blank;

/// What a control found, before it is a decision.
pub struct ControlResult {
    /// The control's side of the status.
    pub status: Status,
    /// What it found.
    pub findings: Vec<Finding>,
    /// What to do about the findings, where that depends on them.
    pub fixes: Vec<Remediation>,
}

/// What a control found at one place.
pub struct LayerFinding {
    /// The layer that it is about.
    pub layer: Layer,
    /// The finding.
    pub finding: Finding,
    /// What to do about it, where that depends on its place.
    pub fix: Option<Remediation>,
}

impl LayerFinding {
    /// A finding that says nothing about its place.
    pub fn without_place(layer: Layer, message: String) -> Self {
        Self {
            layer,
            finding: Finding { message, ..blank() },
            fix: None,
        }
    }
}

/// The results for each layer. One that is certainly violated is, whatever else is not known
/// of it: the findings that say so come first.
pub fn results(found: Vec<LayerFinding>) -> BTreeMap<Layer, ControlResult> {
    let mut by_layer: BTreeMap<Layer, Vec<LayerFinding>> = BTreeMap::new();
    for found in found {
        by_layer.entry(found.layer).or_default().push(found);
    }
    by_layer
        .into_iter()
        .map(|(layer, found)| (layer, result(found)))
        .collect()
}

/// The result of one layer.
fn result(mut found: Vec<LayerFinding>) -> ControlResult {
    let is_certain = |found: &LayerFinding| found.finding.certainty.is_certain();
    let is_violated = found.iter().any(is_certain);
    if is_violated {
        found.sort_by_key(|found| !is_certain(found));
    }
    // What is not known needs no fix as long as something else does.
    let fixes = found
        .iter()
        .filter(|found| !is_violated || is_certain(found))
        .filter_map(|found| found.fix.clone())
        .collect();
    let mut findings: Vec<Finding> = found.into_iter().map(|found| found.finding).collect();
    if !is_violated {
        // The status of the decision says that of all of them.
        for finding in &mut findings {
            finding.certainty = Certainty::Certain;
        }
    }
    ControlResult {
        status: if is_violated {
            Status::Violated
        } else {
            Status::Unknown
        },
        findings,
        fixes,
    }
}
