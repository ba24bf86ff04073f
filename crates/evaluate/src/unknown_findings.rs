//! Unknown facts as findings.

use onus_core::decision::Finding;
use onus_core::json_pointer::Pointer;
use onus_policy::Question;

use crate::control_evaluation::{Case, blank};
use crate::input_document::Facts;
use crate::unknown::{Consequence, UnknownFact, unknown_facts};

impl Case<'_> {
    /// What a question may read that is not known: facts, or a service model that depends
    /// on one.
    pub fn unknown_findings(
        &self,
        question: &Question,
        facts: &Facts,
        consequence: Consequence,
    ) -> Vec<Finding> {
        let found = unknown_findings(question, facts, consequence);
        let reads_model = || question.reads.reads_key("model");
        match &self.duties.model_doubt {
            Some(pointer) if found.is_empty() && reads_model() => vec![Finding {
                message: format!(
                    "the service model depends on `{pointer}`, which is not known, so {consequence}"
                ),
                pointer: Some(pointer.clone()),
                ..blank()
            }],
            _ => found,
        }
    }
}

/// A question's unknown facts as findings; none when all that it may read is known.
fn unknown_findings(question: &Question, facts: &Facts, consequence: Consequence) -> Vec<Finding> {
    let unknown = unknown_facts(question, facts);
    let finding = |fact: &UnknownFact| Finding {
        message: fact.message(consequence),
        pointer: Some(fact.pointer().clone()),
        ..blank()
    };
    let raw = Pointer::parse("/raw");
    let mut findings: Vec<Finding> = unknown
        .iter()
        // A record's own pointer is clearer than its alias in `raw`.
        .filter(|fact| fact.pointer().strip(&raw).is_none())
        .map(finding)
        .collect();
    if findings.is_empty() {
        findings.extend(unknown.first().map(finding));
    }
    findings
}
