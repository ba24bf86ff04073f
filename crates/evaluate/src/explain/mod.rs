//! Explanation of one control for one resource: the bodies of its rules that were tried, the
//! first statement of each that does not hold or the values with which it does, and the places
//! of the inventory behind these.

pub(crate) mod input_places;
pub(crate) mod references;
pub(crate) mod shown_value;
pub(crate) mod statement;
pub(crate) mod walk;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::Examined;
use onus_core::decision::{ControlRef, Decision, ResourceRef};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;
use onus_inventory::Place;
use onus_policy::EngineBuilder;
use onus_policy::engine::Span;

use walk::Walker;

/// Why a control decides as it does about one resource.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Explanation {
    /// The control.
    pub control: Arc<ControlRef>,
    /// The resource.
    pub resource: Arc<ResourceRef>,
    /// What was decided; nothing when the control does not apply.
    pub decisions: Vec<Decision>,
    /// What the rules may read and nobody knows. Such a rule is not asked.
    pub unknown: Vec<Fact>,
    /// Whether the control applies, where it can tell.
    pub applies: Option<RuleTrace>,
    /// How its findings came about; none when it was not asked for any.
    pub deny: Option<RuleTrace>,
    /// Why there is no more.
    pub unexplained: Option<String>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct At {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// A place in the input, in the files that people have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fact {
    /// Where it stands in what policies see as `input`.
    pub pointer: Pointer,
    /// Where it stands in the inventory; what encloses it, if it is absent.
    pub at: Option<At>,
}

/// How a rule came to its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleTrace {
    /// Its name, as it was referred to.
    pub name: String,
    /// The arguments that it was called with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<Shown>,
    /// Its bodies, in the order in which they stand.
    pub bodies: Vec<BodyTrace>,
}

/// How far one body of a rule holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BodyTrace {
    /// Where the rule's head stands.
    pub at: At,
    /// How it went.
    pub outcome: Outcome,
    /// The value that it gives, as it is written, where it is a constant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Statements worth looking at: those that hold, or the one that does not.
    pub statements: Vec<StatementTrace>,
}

/// How a body went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    /// All of its statements hold.
    Holds {
        /// In how many ways; the values are those of the first.
        ways: usize,
    },
    /// One of its statements does not.
    Fails,
    /// It is what holds when nothing else does.
    Default,
    /// It could not be found out.
    Unknown {
        /// Why.
        reason: String,
    },
}

impl Outcome {
    /// Whether the body gives the rule a value.
    pub fn gives(&self) -> bool {
        matches!(self, Self::Holds { .. } | Self::Default)
    }
}

/// One statement of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatementTrace {
    /// Where it stands.
    pub at: At,
    /// As it is written.
    pub text: String,
    /// Whether it holds.
    pub holds: bool,
    /// The values of its parts.
    pub values: Vec<Shown>,
    /// Rules that it refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<RuleTrace>,
    /// Rules that it refers to and that are shown before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_before: Vec<String>,
}

/// A part of a statement and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Shown {
    /// As it is written.
    pub text: String,
    /// None where it is undefined.
    pub value: Option<serde_json::Value>,
    /// Whether its value is what is written.
    #[serde(skip)]
    pub is_constant: bool,
    /// What of the input stands behind it, where that is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Fact>,
}

/// Explains what was decided. `bench` holds the policies that it was decided with.
pub fn explain(bench: &EngineBuilder<'_>, examined: &Examined<'_>) -> Explanation {
    let control = examined.control();
    let unknown: Vec<Fact> = examined
        .unknown()
        .into_iter()
        .map(|pointer| fact(examined, pointer))
        .collect();
    let mut explanation = Explanation {
        control: Arc::clone(&control.about),
        resource: Arc::clone(examined.about()),
        decisions: examined.decisions().to_vec(),
        unknown,
        applies: None,
        deny: None,
        unexplained: None,
    };
    if examined.input().is_none() {
        explanation.unexplained = Some("the record can't be read, so no rule was asked".to_owned());
        return explanation;
    }
    if !explanation.unknown.is_empty() {
        return explanation;
    }
    match Walker::new(bench, examined) {
        Ok(mut walker) => {
            explanation.applies = control.applies.as_ref().map(|_| walker.rule("applies"));
            // A control that does not apply is not evaluated for findings.
            if !explanation.decisions.is_empty() {
                explanation.deny = Some(walker.rule("deny"));
            }
        }
        Err(reason) => explanation.unexplained = Some(reason),
    }
    explanation
}

fn fact(examined: &Examined<'_>, pointer: Pointer) -> Fact {
    Fact {
        at: examined.place(&pointer).map(at_place),
        pointer,
    }
}

fn at_place(place: Place) -> At {
    at(&place.document, &place.range)
}

fn at(document: &Document, span: &Span) -> At {
    let position = document.position(span.start);
    At {
        file: document.name().to_owned(),
        line: position.line,
        column: position.column,
    }
}
