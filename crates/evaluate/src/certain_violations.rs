//! Certain violations: the findings of a control that no value of the unknown facts can take
//! away.

use std::collections::BTreeMap;

use onus_core::decision::{Certainty, Status};
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Layer;
use onus_policy::Control;
use onus_policy::certain::{Certain, substituted};
use onus_policy::engine::{EngineError, JsonDocument, Value};

use crate::control_evaluation::{Case, ControlResult, results};
use crate::engine_pool::Engines;
use crate::input_document::Facts;
use crate::unknown::{Consequence, misfits};

/// Parts of the input that are made of what is known, and would have more in them if more were
/// known.
const DERIVED: [&str; 2] = ["layers", "responsibility"];

impl Case<'_> {
    /// The layers of which it is certain that the control is violated, each with the facts
    /// that are not known.
    ///
    /// An interpreter of the policy finds what is certain. What it finds has to come out of
    /// the engine for several values of the unknown facts too.
    pub fn certain_violations(
        &self,
        control: &Control,
        facts: &Facts,
        engines: &mut Engines<'_>,
    ) -> BTreeMap<Layer, ControlResult> {
        let question = &control.deny;
        if DERIVED.iter().any(|key| question.reads.reads_key(key)) {
            return BTreeMap::new();
        }
        let mut unknown = facts.unknown.clone();
        let misfits = misfits(question, facts).into_iter();
        unknown.extend(misfits.map(|misfit| misfit.pointer));
        if self.duties.model_doubt.is_some() {
            unknown.push(Pointer::parse("/model"));
        }
        let certain = match engines.certain(question, &unknown) {
            Certain::Value(value) if value.as_bool() == Some(true) => vec![value],
            certain => certain.members(),
        };
        let is_bare = certain.iter().any(|value| value.as_bool().is_some());
        let Some(value) = confirmed(control, certain, &unknown, engines) else {
            return BTreeMap::new();
        };
        let value = if is_bare {
            Value::from(&serde_json::Value::Bool(true))
        } else {
            Value::array(value)
        };
        let found = self.findings_of(control, facts, &value);
        let mut by_layer = results(found.unwrap_or_default());
        by_layer.retain(|_, result| result.status == Status::Violated);
        for result in by_layer.values_mut() {
            let more = self.unknown_findings(question, facts, Consequence::MayHaveMore);
            result.findings.extend(more.into_iter().map(|mut finding| {
                finding.certainty = Certainty::Unknown;
                finding
            }));
        }
        by_layer
    }
}

/// Those of the findings that the engine gives for each of several values of the unknown
/// facts; none when there are none.
fn confirmed(
    control: &Control,
    mut certain: Vec<Value>,
    unknown: &[Pointer],
    engines: &mut Engines<'_>,
) -> Option<Vec<Value>> {
    let JsonDocument { value, spelling } = engines.input().clone();
    let texts = ["null", "\"\"", "{}", "[]", "true"];
    let values = texts.iter().filter_map(|text| Value::parse(text).ok());
    let values = values.map(|parsed| Some(parsed.value));
    let others = std::iter::once(None)
        .chain(values)
        .map(|other| substituted(&value, unknown, other.as_ref()));
    let mut is_evaluated = false;
    for document in std::iter::once(value.clone()).chain(others) {
        if certain.is_empty() {
            return None;
        }
        let value = document;
        match engines.evaluate_for(&control.deny, JsonDocument { value, spelling }) {
            Ok(given) => {
                is_evaluated = true;
                let given = given?;
                let items = given.items();
                certain.retain(|finding| *finding == given || items.contains(finding));
            }
            Err(error) if error.is_cut_off() => return None,
            // A policy may fail over a value of a type that it does not expect.
            Err(EngineError::Rego { .. }) => {}
            Err(_) => return None,
        }
    }
    (is_evaluated && !certain.is_empty()).then_some(certain)
}
