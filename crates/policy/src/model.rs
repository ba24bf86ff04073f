//! The model of a policy set: controls, boundaries and type tables, and the questions that
//! evaluation gets their results from the engine.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::engine::Value;
use crate::metadata::{EditionMetadata, Tier};
use crate::read_set::expected_types::Expected;
use crate::read_set::{ReadSet, Watched};
use crate::remediation::Fixes;
use crate::selector::ControlKey;
use crate::type_globs::TypeGlobs;
use onus_core::decision::ControlRef;
use onus_core::relation_path::RelationPath;
use onus_core::source_id::SourceId;
use onus_core::vocabulary::{ChangeKind, Phase};

/// A rule to evaluate, and what it may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The rule's path.
    pub rule: String,
    /// The parts of `input` that its answer depends on.
    pub reads: ReadSet,
    /// The same for a resource that is not deployed, where that is less: rules that ask
    /// for a deployed one do not hold then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads_undeployed: Option<Box<ReadSet>>,
    /// The rule's path in its engine, where packages can have other names.
    #[serde(skip)]
    pub path: String,
    /// The index of its engine in the policy set.
    #[serde(skip)]
    pub engine: usize,
    /// What has to be equal in two inputs for the answer to be the same.
    #[serde(skip)]
    pub watched: Vec<Watched>,
    /// What kind of rule it is in its engine.
    #[serde(skip)]
    pub gives: Gives,
    /// The types that enclosing values need for its answer to mean something.
    #[serde(skip)]
    pub expected: Expected,
}

/// What a rule gives when it is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gives {
    /// A value, or nothing.
    #[default]
    Value,
    /// A set, which can be empty, for every input.
    Set,
}

impl Question {
    /// The parts of `input` that its answer depends on, for a resource of this phase.
    pub fn reads_in(&self, phase: Phase) -> &ReadSet {
        match (phase, &self.reads_undeployed) {
            (Phase::Deployed, _) | (_, None) => &self.reads,
            (_, Some(reads)) => reads,
        }
    }
}

impl PolicyContents {
    /// All questions about the file.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        let (first, second) = match self {
            Self::Nothing => (None, None),
            Self::Types(table) => (Some(table), None),
            Self::Control(control) => (Some(&control.deny), control.applies.as_ref()),
            Self::Boundary(boundary) => (Some(&boundary.responsibility), boundary.model.as_ref()),
        };
        first.into_iter().chain(second)
    }
}

/// A lock-down requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// What decisions carry.
    pub about: Arc<ControlRef>,
    /// What a violation leads to; empty if METADATA does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The file that it is defined in, once a set is assembled.
    #[serde(skip, default = "unassembled")]
    pub file: SourceId,
    /// What to do about a violation, with placeholders.
    pub remediation: Fixes,
    /// Older ids that still select it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Retired: only evaluated when selected by id.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Takes part only when it is named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_request: bool,
    /// The types that it is for.
    pub resources: TypeGlobs,
    /// Relations that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<RelationPath>,
    /// The kinds of changes that it is about: it is evaluated only for resources of a plan
    /// with one of them. Empty for a control that is about resources as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeKind>,
    /// The findings.
    pub deny: Question,
    /// Whether it applies to a resource of its types, if it has such a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<Question>,
}

/// The file of a control or a boundary before a set is assembled.
pub(crate) fn unassembled() -> SourceId {
    SourceId::generated("not assembled")
}

/// A policy that says who is responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boundary {
    /// Stable id.
    pub id: String,
    /// What it says, as a title.
    pub title: String,
    /// The file that it is defined in, once a set is assembled.
    #[serde(skip, default = "unassembled")]
    pub file: SourceId,
    /// Where it ranks.
    pub tier: Tier,
    /// The edition that it is, in the edition tier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<EditionMetadata>,
    /// The types that it is for.
    pub resources: TypeGlobs,
    /// Public pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Layer to answer.
    pub responsibility: Question,
    /// The service model, if it has such a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Question>,
}

/// A table of types, and the file that it is defined in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rule to evaluate.
    pub question: Question,
    /// The file.
    pub file: SourceId,
}

/// What a policy file contributes to evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyContents {
    /// Nothing: it is a helper.
    Nothing,
    /// For its type table.
    Types(Question),
    /// For findings.
    Control(Box<Control>),
    /// Who is responsible.
    Boundary(Box<Boundary>),
}

/// What the engine gets in addition to policies.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The longest that one evaluation may take.
    pub limit: Duration,
    /// The run's one instant, in nanoseconds since 1970.
    pub now: i64,
    /// Mounted at `data.params`.
    pub params: Value,
    /// Whether packages below `onus` may come from the user: only when the
    /// embedded catalogue is excluded.
    pub own_catalogue: bool,
    /// Whether the embedded catalogue is checked as users' policies are. A test
    /// does that for every build, so a run need not.
    pub check_builtin: bool,
}

impl Settings {
    /// The usual limit of one evaluation: 5 seconds.
    pub const LIMIT: Duration = Duration::from_secs(5);

    /// The usual settings of a run at this instant, in nanoseconds since 1970.
    pub fn at(now: i64) -> Self {
        Self {
            limit: Self::LIMIT,
            now,
            params: Value::object::<&str>([]),
            own_catalogue: false,
            check_builtin: false,
        }
    }
}

impl Control {
    /// What it can be selected by.
    pub fn key(&self) -> ControlKey<'_> {
        ControlKey {
            id: &self.about.id,
            aliases: &self.aliases,
            severity: self.about.severity,
            layer: self.about.layer,
            deprecated: self.deprecated,
            on_request: self.on_request,
        }
    }

    /// Whether it looks at what the other controls say of each layer, and so is decided
    /// after them.
    pub fn looks_at_layers(&self) -> bool {
        [&self.deny]
            .into_iter()
            .chain(&self.applies)
            .any(|question| question.reads.names_key("layers"))
    }
}
