//! Evaluation of the controls of the inventory as one.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use onus_policy::Control;

use super::{ControlOutcome, ResourceResult, Worker, resource_result};
use crate::control_evaluation::Case;
use crate::estate::{self, Estate};
use crate::input_document::{Facts, Input};
use crate::selected_controls::Controls;

impl Worker<'_> {
    /// Evaluates the controls of the inventory as one.
    pub fn evaluate_inventory(
        &mut self,
        estate: &Estate,
        controls: &Controls<'_>,
    ) -> ResourceResult {
        let resource = &estate.resource;
        let facts = Facts::of(resource).map(Facts::into_inventory);
        let duties = estate::duties();
        let about = self.evaluator.about(resource, &duties);
        let case = Case {
            resource,
            about: &about,
            facts: facts.as_ref().map_err(Box::as_ref),
            duties: &duties,
            owner: self.evaluator.owner(resource, None),
            related: None,
            secrets: OnceCell::new(),
        };
        let input = facts.as_ref().ok();
        let input = input.map(|facts| Input::of_inventory(facts, estate.phase));
        self.set_input(&input, controls);
        let numbered = controls.selected.iter().copied().enumerate();
        let made = numbered
            .map(|(number, control)| self.decide_inventory(&case, number, control, estate.doubt))
            .collect();
        resource_result(&case, made, &BTreeSet::new())
    }

    fn decide_inventory(
        &mut self,
        case: &Case<'_>,
        number: usize,
        control: &Control,
        doubt: Option<&str>,
    ) -> ControlOutcome {
        let alone = |decision| ControlOutcome {
            number,
            decisions: vec![decision],
            trace: None,
        };
        if let Some(part) = estate::missing_part(control) {
            let reason = format!(
                "it reads `input.{part}`, and a control with `resources: inventory` sees `input.inventory` and `input.phase` alone"
            );
            return alone(case.wrong_policy(control, &reason));
        }
        match doubt {
            Some(doubt) => alone(case.unknown(control, doubt.to_owned())),
            None => self.decide(case, number, control),
        }
    }
}
