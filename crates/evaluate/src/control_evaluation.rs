//! Evaluation of one control for one resource: from the engine's result to decisions.

mod layer_results;
mod not_evaluated;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::link::{Linker, Related};
use onus_core::decision::{
    Answer, Certainty, Decision, Failure, FailureCause, Finding, Remediation, ResourceRef, Status,
    Verdict, fingerprint_within,
};
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Layer;
use onus_inventory::Resource;
use onus_policy::engine::Value;
use onus_policy::{Control, Gives, Question};

use crate::boundary::Duties;
use crate::engine_pool::Engines;
use crate::input_document::Facts;
use crate::policy_failure::PolicyFailure;
use crate::redaction::Secrets;
use crate::remediation::{merged, remediation};
use crate::unknown::Consequence;

pub use layer_results::{ControlResult, LayerFinding, results};

/// Everything about a resource that judging it needs.
pub struct Case<'c> {
    /// The record.
    pub resource: &'c Resource,
    /// What decisions carry of it.
    pub about: &'c Arc<ResourceRef>,
    /// Its body; none when it can't be read, with the reason.
    pub facts: Result<&'c Facts, &'c Diagnostic>,
    /// Who is responsible for it.
    pub duties: &'c Duties,
    /// The customer's name, if known.
    pub owner: Option<&'c str>,
    /// What belongs to it.
    pub related: Option<(&'c Linker<'c>, &'c Related)>,
    /// Its secrets, once they were needed.
    pub secrets: OnceCell<Secrets>,
}

impl Case<'_> {
    /// Decides a control. No decision when it does not apply; several when its
    /// findings are about several layers.
    pub fn decide(&self, control: &Control, engines: &mut Engines<'_>) -> Vec<Decision> {
        if !self.is_asked(control) {
            return Vec::new();
        }
        let facts = match self.facts {
            Ok(facts) => facts,
            Err(problem) => {
                let reason = problem.message.clone();
                let cause = FailureCause::Reported;
                let outcome = failed(PolicyFailure { reason, cause });
                return vec![self.decision(control, self.home(control), "", outcome)];
            }
        };
        if let Some(applies) = &control.applies {
            match self.applies(applies, facts, engines) {
                Ok(true) => {}
                Ok(false) => return Vec::new(),
                Err(outcome) => {
                    return vec![self.decision(control, self.home(control), "", outcome)];
                }
            }
        }
        let unknown = self.unknown_findings(&control.deny, facts, Consequence::Undecided);
        if !unknown.is_empty() {
            let mut by_layer = self.certain_violations(control, facts, engines);
            // What is not certain is as unknown as it was.
            by_layer
                .entry(self.home(control))
                .or_insert(undecided(unknown));
            return self.decisions(control, by_layer);
        }
        let by_layer = match self.findings(control, facts, engines) {
            Ok(found) => results(found),
            Err(failure) => {
                let failure = failure.worded(|reason| self.secrets(facts).text(&reason));
                return vec![self.decision(control, self.home(control), "", failed(failure))];
            }
        };
        if by_layer.is_empty() {
            let satisfied = ControlResult {
                status: Status::Satisfied,
                findings: Vec::new(),
                fixes: Vec::new(),
            };
            return vec![self.decision(control, self.home(control), "", satisfied)];
        }
        self.decisions(control, by_layer)
    }

    /// Whether a control asks for the resource. A control that is about changes is for
    /// resources with such a change, and only such a control is for removed resources.
    fn is_asked(&self, control: &Control) -> bool {
        if control.changes.is_empty() {
            return !self.resource.is_removed();
        }
        let change = self.resource.change.as_deref();
        change.is_some_and(|change| change.is_one_of(&control.changes))
    }

    /// A decision for each layer.
    fn decisions(
        &self,
        control: &Control,
        by_layer: BTreeMap<Layer, ControlResult>,
    ) -> Vec<Decision> {
        by_layer
            .into_iter()
            .map(|(layer, outcome)| {
                let sub_key = if layer == self.home(control) {
                    ""
                } else {
                    layer.as_str()
                };
                self.decision(control, layer, sub_key, outcome)
            })
            .collect()
    }

    /// The layer that a control's decisions sit at, unless a finding names another:
    /// the control's own, or the one that a record is about.
    fn home(&self, control: &Control) -> Layer {
        let subject = self.resource.subject.as_deref();
        subject.map_or(control.about.layer, |subject| subject.layer)
    }

    fn applies(
        &self,
        question: &Question,
        facts: &Facts,
        engines: &mut Engines<'_>,
    ) -> Result<bool, ControlResult> {
        let unknown = self.unknown_findings(question, facts, Consequence::Undecided);
        if !unknown.is_empty() {
            return Err(undecided(unknown));
        }
        match engines.evaluate(question) {
            Ok(None) => Ok(false),
            Ok(Some(value)) => value
                .as_bool()
                .ok_or_else(|| failed(PolicyFailure::new("`applies` is neither true nor false"))),
            Err(error) => Err(failed(
                PolicyFailure::from(&error).worded(|reason| self.secrets(facts).text(&reason)),
            )),
        }
    }

    /// The resource's secrets, collected when they are first needed.
    pub fn secrets(&self, facts: &Facts) -> &Secrets {
        self.secrets.get_or_init(|| Secrets::of(facts))
    }

    /// The findings with their layers.
    fn findings(
        &self,
        control: &Control,
        facts: &Facts,
        engines: &mut Engines<'_>,
    ) -> Result<Vec<LayerFinding>, PolicyFailure> {
        let Some(value) = engines
            .evaluate(&control.deny)
            .map_err(|error| PolicyFailure::from(&error))?
        else {
            return match control.deny.gives {
                Gives::Value => Ok(Vec::new()),
                Gives::Set => Err(PolicyFailure::new(
                    "`deny` is a set of findings and has no value",
                )),
            };
        };
        self.findings_of(control, facts, &value)
    }

    /// The findings in a value of `deny`.
    pub fn findings_of(
        &self,
        control: &Control,
        facts: &Facts,
        value: &Value,
    ) -> Result<Vec<LayerFinding>, PolicyFailure> {
        // `deny if { ... }` is a rule without a message.
        if let Some(denied) = value.as_bool() {
            let message = format!("does not hold: {}", control.about.title);
            let found = LayerFinding::without_place(self.home(control), message);
            return Ok(denied.then_some(found).into_iter().collect());
        }
        if !value.is_list() {
            return Err(PolicyFailure::new(
                "`deny` is neither a set of findings nor a boolean",
            ));
        }
        value
            .items()
            .iter()
            .map(|item| {
                self.finding(control, facts, item)
                    .map_err(PolicyFailure::new)
            })
            .collect()
    }

    fn finding(
        &self,
        control: &Control,
        facts: &Facts,
        item: &Value,
    ) -> Result<LayerFinding, String> {
        let secrets = self.secrets(facts);
        if let Some(message) = item.as_str() {
            let message = secrets.message(message, None, facts);
            return Ok(LayerFinding::without_place(self.home(control), message));
        }
        let message = item.get("message").ok_or_else(|| {
            "`deny` holds something that is neither a text nor an object with `message`".to_owned()
        })?;
        let message = message
            .as_str()
            .ok_or_else(|| "a finding's `message` is not a text".to_owned())?;
        let layer = match item.get("layer") {
            None => self.home(control),
            Some(layer) => layer
                .as_str()
                .ok_or_else(|| "a finding's `layer` is not a text".to_owned())?
                .parse()
                .map_err(|error: onus_core::vocabulary::UnknownWord| error.to_string())?,
        };
        let pointer = match item.get("pointer") {
            None => None,
            Some(pointer) => {
                Some(Pointer::parse(pointer.as_str().ok_or_else(|| {
                    "a finding's `pointer` is not a text".to_owned()
                })?))
            }
        };
        let variant = match item.get("fix") {
            None => None,
            Some(name) => Some(
                name.as_str()
                    .ok_or_else(|| "a finding's `fix` is not a text".to_owned())?
                    .to_owned(),
            ),
        };
        let fix = remediation(
            &control.remediation,
            self.resource,
            Some(facts),
            pointer.as_ref(),
            variant.as_deref(),
        )
        .map_err(|error| error.to_string())?;
        let unknown = item.get("unknown").and_then(|flag| flag.as_bool()) == Some(true);
        let place = pointer.as_ref().and_then(|pointer| self.place(pointer));
        let finding = Finding {
            message: secrets.message(message, pointer.as_ref(), facts),
            value: pointer
                .as_ref()
                .and_then(|pointer| secrets.shown(pointer, facts)),
            expected: item
                .get("expected")
                .map(|value| secrets.scrub_value(value.to_json())),
            file: place.as_ref().and_then(|place| place.file.clone()),
            line: place.as_ref().map(|place| place.line),
            column: place.as_ref().map(|place| place.column),
            written_at: None,
            certainty: if unknown {
                Certainty::Unknown
            } else {
                Certainty::Certain
            },
            range: place.and_then(|place| place.range),
            failure: None,
            pointer,
        };
        Ok(LayerFinding {
            layer,
            finding,
            fix: Some(fix),
        })
    }

    fn place(&self, pointer: &Pointer) -> Option<Place> {
        let found = self.found(pointer)?;
        let position = found.document.position(found.range.start);
        let name = found.document.name();
        // A related resource may be in another chunk of the same file, which reports
        // do not have.
        let is_elsewhere = name == self.about.source.file
            && !Arc::ptr_eq(&found.document, &self.resource.body.start().0);
        Some(Place {
            file: (name != self.about.source.file).then(|| name.to_owned()),
            line: position.line,
            column: position.column,
            range: (!is_elsewhere).then_some(found.range),
        })
    }

    /// Where a pointer into the input leads to, in the files that people have.
    pub fn found(&self, pointer: &Pointer) -> Option<onus_inventory::Place> {
        let origin = self
            .facts
            .map_or_else(|_| pointer.clone(), |facts| facts.origin(pointer));
        match (self.resource.place(&origin), self.related) {
            (Some(place), _) => Some(place),
            (None, Some((linker, related))) => linker.place(related, &origin),
            (None, None) => None,
        }
    }

    fn decision(
        &self,
        control: &Control,
        layer: Layer,
        sub_key: &str,
        outcome: ControlResult,
    ) -> Decision {
        let responsible = match self.duties.of(layer) {
            Answer::Assigned(responsibility) => {
                Answer::Assigned(Arc::new(responsibility.owned_by(self.owner)))
            }
            answer => answer,
        };
        let status = match (outcome.status, &responsible) {
            (Status::Error, _) | (_, Answer::Failed { .. }) => Status::Error,
            (_, Answer::Conflict { .. }) => Status::Conflict,
            (_, Answer::Unassigned { .. }) => Status::Unassigned,
            (_, Answer::Unknown { .. }) => Status::Unknown,
            (status, Answer::Assigned(_)) => status,
        };
        let verdict = status.verdict();
        let mut findings = outcome.findings;
        if verdict == Verdict::Deny {
            findings.extend(self.doubt_finding(layer, &responsible));
        }
        Decision {
            decision: verdict,
            status,
            control: Arc::clone(&control.about),
            layer,
            resource: Arc::clone(self.about),
            responsible,
            findings,
            remediation: (verdict == Verdict::Deny)
                .then(|| self.remediation(control, outcome.fixes))
                .flatten(),
            waiver: None,
            in_baseline: false,
            fingerprint: fingerprint_within(
                self.about.origin.as_deref(),
                &control.about.id,
                &self.resource.id,
                sub_key,
            ),
        }
    }

    /// What to do about a denial: the fixes of its findings, or else the usual one.
    fn remediation(&self, control: &Control, fixes: Vec<Remediation>) -> Option<Remediation> {
        let usual = || {
            let facts = self.facts.ok();
            remediation(&control.remediation, self.resource, facts, None, None).ok()
        };
        merged(fixes).or_else(usual)
    }

    /// What says that somebody is missing is a finding too, so that no denial is
    /// without a reason.
    fn doubt_finding(&self, layer: Layer, answer: &Answer) -> Option<Finding> {
        let message = match answer {
            Answer::Assigned(_) => return None,
            Answer::Unassigned { reason } => format!("nobody is responsible for {layer}: {reason}"),
            Answer::Conflict { reason } => {
                format!("who is responsible for {layer} is in conflict: {reason}")
            }
            // Of what was hit nothing need be known but its type.
            Answer::Unknown { pointer } if self.resource.subject.is_some() => format!(
                "who is responsible for {layer} depends on settings (`{pointer}`) that are not known: name an inventory that holds what was hit, or write its `properties` into the record"
            ),
            Answer::Unknown { pointer } => {
                format!("who is responsible for {layer} depends on `{pointer}`, which is not known")
            }
            Answer::Failed { reason, .. } => {
                format!("the boundary policy for {layer} failed: {reason}")
            }
        };
        let failure = match answer {
            Answer::Failed { reason, cause } => Some(Failure::Boundary {
                cause: *cause,
                reason: reason.clone(),
            }),
            _ => None,
        };
        Some(Finding {
            message,
            failure,
            ..blank()
        })
    }
}

struct Place {
    file: Option<String>,
    line: usize,
    column: usize,
    /// None when it is not in the resource's own document, though in its file.
    range: Option<std::ops::Range<usize>>,
}

/// A finding that says nothing yet.
pub fn blank() -> Finding {
    Finding {
        message: String::new(),
        pointer: None,
        value: None,
        expected: None,
        file: None,
        line: None,
        column: None,
        written_at: None,
        certainty: Certainty::Certain,
        range: None,
        failure: None,
    }
}

fn failed(failure: PolicyFailure) -> ControlResult {
    ControlResult {
        status: Status::Error,
        findings: vec![Finding {
            message: format!("the policy failed: {}", failure.reason),
            failure: Some(Failure::Control(failure.cause)),
            ..blank()
        }],
        fixes: Vec::new(),
    }
}

/// What can't be decided, since these facts are not known.
fn undecided(findings: Vec<Finding>) -> ControlResult {
    ControlResult {
        status: Status::Unknown,
        findings,
        fixes: Vec::new(),
    }
}
