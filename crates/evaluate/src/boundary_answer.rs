//! Answer of a boundary policy, as Rego gives it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use onus_core::decision::{Basis, Duty, Party, Responsibility};
use onus_core::vocabulary::{Confidence, Layer, UnknownWord};
use onus_policy::Boundary;
use onus_policy::engine::Value;

use crate::overriding::{is_users, plain};
use crate::policy_failure::PolicyFailure;

/// A policy's answer for a layer, as it comes out of Rego.
#[derive(Deserialize)]
struct Said {
    performs: Vec<Duty>,
    accountable: Party,
    #[serde(default)]
    basis: Option<Basis>,
}

/// By layer; a layer that is not understood is an error of its own.
pub type BoundaryAnswer =
    Result<BTreeMap<Layer, Result<Arc<Responsibility>, String>>, PolicyFailure>;

/// The documents that the catalogue's own boundaries cite.
pub fn cited(spoken: &[(&Boundary, Arc<BoundaryAnswer>)]) -> BTreeSet<String> {
    let catalogues = spoken
        .iter()
        .filter(|(boundary, _)| !is_users(&boundary.file));
    let said = catalogues.filter_map(|(_, spoken)| (**spoken).as_ref().ok());
    said.flat_map(BTreeMap::values)
        .filter_map(|said| said.as_ref().ok()?.basis.edition.as_deref())
        .map(plain)
        .collect()
}

/// Reads the answer.
pub fn parse_answer(value: &Value) -> BoundaryAnswer {
    if !value.is_object() {
        return Err(PolicyFailure::new(
            "rule `responsibility` gives no object from layers to parties",
        ));
    }
    let mut layers = BTreeMap::new();
    for (name, answer) in value.entries() {
        let layer: Layer = name
            .parse()
            .map_err(|error: UnknownWord| PolicyFailure::new(error.to_string()))?;
        let said = serde_json::from_value::<Said>(answer.to_json())
            .map_err(|error| error.to_string())
            .and_then(|said| {
                if said.performs.is_empty() {
                    return Err("`performs` is empty, so nobody has the duty".to_owned());
                }
                Ok(Arc::new(Responsibility {
                    performs: said.performs,
                    accountable: said.accountable,
                    // What it replaces is not for a policy to say.
                    basis: Basis {
                        overrides: Vec::new(),
                        ..said.basis.unwrap_or_default()
                    },
                }))
            });
        layers.insert(layer, said);
    }
    Ok(layers)
}

/// A cell of a matrix is stated for a service model; that a type is of this model
/// may be no more than inferred, and then so is the answer.
pub fn no_surer_than(said: &Arc<Responsibility>, sureness: Confidence) -> Arc<Responsibility> {
    if said.basis.confidence.is_none_or(|known| known >= sureness) {
        return Arc::clone(said);
    }
    let mut weaker = said.as_ref().clone();
    weaker.basis.confidence = Some(sureness);
    Arc::new(weaker)
}
