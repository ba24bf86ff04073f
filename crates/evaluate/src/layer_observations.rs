//! Observations of a resource's layers: the decisions of other controls, counted by layer, for
//! controls that are evaluated after them and read `input.layers`.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use onus_core::decision::{Answer, Decision, Status};
use onus_core::vocabulary::Layer;
use onus_policy::engine::Value;

use crate::boundary::Duties;

/// The part of `input` that it becomes.
pub const LAYERS: &str = "layers";

/// The key of `input` with the provider's editions.
pub const EDITIONS: &str = "editions";

/// The decisions about one resource, by layer.
#[derive(Debug, Default)]
pub struct Watch(BTreeMap<Layer, Counts>);

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    decided: usize,
    allowed: usize,
    denied: usize,
    unknown: usize,
    error: usize,
}

impl Watch {
    /// Counts the decisions of a control.
    pub fn add(&mut self, decisions: &[Decision]) {
        for decision in decisions {
            let counts = self.0.entry(decision.layer).or_default();
            counts.decided += 1;
            match decision.status {
                Status::Satisfied => counts.allowed += 1,
                Status::Violated => counts.denied += 1,
                Status::Unknown => counts.unknown += 1,
                Status::Error => counts.error += 1,
                // The layer is unassigned, as the answer shows.
                Status::Unassigned | Status::Conflict => {}
            }
        }
    }

    /// The value that controls see: the boundary's answers for these layers, and the counts.
    pub fn value(&self, layers: &[Layer], duties: &Duties) -> Value {
        Value::object(layers.iter().map(|layer| {
            let mut said = answer(&duties.of(*layer));
            let counts = self.0.get(layer).copied().unwrap_or_default();
            if let Some(said) = said.as_object_mut() {
                said.insert("decided".to_owned(), counts.decided.into());
                said.insert("allowed".to_owned(), counts.allowed.into());
                said.insert("denied".to_owned(), counts.denied.into());
                said.insert("unknown".to_owned(), counts.unknown.into());
                said.insert("error".to_owned(), counts.error.into());
            }
            (layer.as_str(), Value::from(&said))
        }))
    }
}

/// The boundary's answer, with a word for its kind.
fn answer(answer: &Answer) -> Json {
    match answer {
        Answer::Assigned(said) => json!({
            "answer": "assigned",
            "accountable": said.accountable,
            "performs": said.performs,
            "split": said.split(),
            "basis": said.basis,
        }),
        Answer::Unassigned { reason } => json!({"answer": "unassigned", "reason": reason}),
        Answer::Conflict { reason } => json!({"answer": "conflict", "reason": reason}),
        Answer::Unknown { pointer } => json!({
            "answer": "unknown",
            "reason": format!("it depends on `{pointer}`"),
        }),
        Answer::Failed { reason, .. } => json!({"answer": "error", "reason": reason}),
    }
}
