//! Whether a finding is a violation, or reports a fact that is not known.

use schemars::JsonSchema;
use serde::Serialize;

/// What a finding of a violated requirement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A violation, whatever the facts are that are not known.
    #[default]
    Certain,
    /// A fact that is not known: it may be a violation too.
    Unknown,
}

impl Certainty {
    /// Whether the finding is a violation.
    pub fn is_certain(&self) -> bool {
        *self == Self::Certain
    }
}
