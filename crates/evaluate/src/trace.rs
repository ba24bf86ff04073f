//! Trace of one control for one resource: what it printed and decided.

use std::sync::Arc;

use onus_core::decision::{ControlRef, Decision, ResourceRef, Status};
use onus_policy::Control;

/// One control and one resource.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The resource.
    pub resource: Arc<ResourceRef>,
    /// The control.
    pub control: Arc<ControlRef>,
    /// What came of it: a decision a layer; none when the control does not apply.
    pub decided: Vec<Decided>,
    /// What was printed on the way, with the place of the `print`.
    pub prints: Vec<String>,
}

/// A decision of a trace.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Its status.
    pub status: Status,
    /// The messages of its findings.
    pub messages: Vec<String>,
}

impl Trace {
    pub(crate) fn of(
        resource: &Arc<ResourceRef>,
        control: &Control,
        decisions: &[Decision],
        prints: Vec<String>,
    ) -> Self {
        Self {
            resource: Arc::clone(resource),
            control: Arc::clone(&control.about),
            decided: decisions
                .iter()
                .map(|decision| Decided {
                    status: decision.status,
                    messages: decision
                        .findings
                        .iter()
                        .map(|finding| finding.message.clone())
                        .collect(),
                })
                .collect(),
            prints,
        }
    }
}
