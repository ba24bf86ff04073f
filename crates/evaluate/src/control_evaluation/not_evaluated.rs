//! Decisions about controls that are not evaluated: what they would need is not known, or they
//! could never hold.

use onus_core::decision::{Decision, Finding, Status};
use onus_policy::Control;

use super::{Case, ControlResult, blank, failed};
use crate::policy_failure::PolicyFailure;

impl Case<'_> {
    /// The decision that the control can't be evaluated, for a reason.
    pub fn unknown(&self, control: &Control, reason: String) -> Decision {
        let result = ControlResult {
            status: Status::Unknown,
            findings: vec![Finding {
                message: reason,
                ..blank()
            }],
            fixes: Vec::new(),
        };
        self.decision(control, self.home(control), "", result)
    }

    /// The decision that the policy is wrong, for a reason.
    pub fn wrong_policy(&self, control: &Control, reason: &str) -> Decision {
        let result = failed(PolicyFailure::new(reason));
        self.decision(control, self.home(control), "", result)
    }
}
