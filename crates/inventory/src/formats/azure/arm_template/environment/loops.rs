//! Loops of a template: how often they run, and their indexes.
//!
//! Sources: <https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/copy-resources>,
//! <https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/copy-properties>

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::formats::azure::arm_template::environment::{Environment, member};
use crate::formats::azure::arm_template::symbol;
use crate::formats::azure::arm_template::value::Value;
use crate::json::outline::Members;

/// The most rounds of a loop, and the most resources of a deployment: Azure's own limit.
const MOST_ROUNDS: usize = 800;

/// The least cost of a round that makes a resource: it is evaluated by every control of its
/// type. So the loops of a document make 20,000 resources at most.
pub const RESOURCE: usize = 5_000;

/// A loop around an expression, in one of its rounds.
#[derive(Debug, Clone)]
pub struct Round {
    name: String,
    repeats: Repeats,
    count: Value,
    /// None when the number of rounds is unknown: then the round represents all of them.
    index: Option<i64>,
}

/// What a loop repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// A resource or an output. Its index needs no name.
    Element,
    /// A property or a variable.
    Property,
}

/// A loop: `{"name": "x", "count": 2, "input": ...}`.
#[derive(Deserialize)]
pub struct Loop<'t> {
    /// The name of the loop, and of the property that it makes.
    #[serde(default)]
    pub name: String,
    #[serde(borrow)]
    count: Option<&'t RawValue>,
    /// The value in each round; a resource's loop has none.
    #[serde(borrow)]
    pub input: Option<&'t RawValue>,
}

impl<'t> Loop<'t> {
    /// The loops in the value of `copy` that make properties; none where it is another
    /// property.
    pub fn of_properties(copy: &'t RawValue) -> Option<Vec<Self>> {
        let loops: Vec<Self> = serde_json::from_str(copy.get()).ok()?;
        let is_loop = |made: &Self| made.input.is_some() && !made.name.is_empty();
        (!loops.is_empty() && loops.iter().all(is_loop)).then_some(loops)
    }

    /// The loop of a resource or an output.
    pub fn of_element(element: &'t RawValue) -> Option<Self> {
        let members = Members::parse(element.get()).ok()?;
        let (_, part) = member(&members, "copy")?;
        serde_json::from_str(part.get()).ok()
    }
}

impl Environment<'_> {
    /// The rounds of a loop, in order. A single one represents all of them if their number is
    /// unknown or they cost too much. `cost` is the length of the text that each round reads.
    pub fn rounds(&self, made: &Loop<'_>, repeats: Repeats, cost: usize) -> Vec<Round> {
        let count = made.count.map_or(Value::Null, |part| self.value(part));
        let round = |index| Round {
            name: made.name.to_ascii_lowercase(),
            repeats,
            count: count.clone(),
            index,
        };
        let number = count
            .as_integer()
            .and_then(|count| usize::try_from(count).ok());
        match number.filter(|number| *number <= MOST_ROUNDS) {
            Some(number) if self.shared.affords(number.saturating_mul(cost)) => {
                let indexes = i64::try_from(number).unwrap_or_default();
                (0..indexes).map(|index| round(Some(index))).collect()
            }
            _ => vec![round(None)],
        }
    }

    /// What `read` returns in a round.
    pub fn in_round<T>(&self, round: Round, read: impl FnOnce() -> T) -> T {
        self.rounds.borrow_mut().push(round);
        let value = read();
        self.rounds.borrow_mut().pop();
        value
    }

    /// What `read` returns outside of all loops and lambda expressions.
    pub(super) fn outside_of_loops<T>(&self, read: impl FnOnce() -> T) -> T {
        let (rounds, variables) = (self.rounds.take(), self.lambda_variables.take());
        let value = read();
        self.rounds.replace(rounds);
        self.lambda_variables.replace(variables);
        value
    }

    /// The value that a loop makes; none when it is not an array for certain.
    pub(super) fn made(&self, made: &Loop<'_>, repeats: Repeats) -> Option<Value> {
        let input = made.input?;
        let rounds = self.rounds(made, repeats, input.get().len());
        if rounds.iter().any(|round| round.index.is_none()) {
            return None;
        }
        let item = |round| self.in_round(round, || self.value(input));
        Some(Value::Array(rounds.into_iter().map(item).collect()))
    }

    /// The value of `copyIndex(...)`.
    pub(super) fn index(&self, arguments: &[Value]) -> Option<Value> {
        let name = arguments.first().and_then(Value::as_text);
        let rounds = self.rounds.borrow();
        let round = rounds.iter().rev().find(|round| match name {
            Some(name) => round.name.eq_ignore_ascii_case(name),
            None => round.repeats == Repeats::Element,
        })?;
        let offset = match arguments.get(usize::from(name.is_some())) {
            None => Some(0),
            Some(offset) => offset.as_integer(),
        };
        match (round.index, offset) {
            (Some(index), Some(offset)) => index.checked_add(offset).map(Value::integer),
            // Whether an index is within a name or counts something is the same.
            _ => symbol::index(arguments, &round.count),
        }
    }

    /// What sets unknown values of a template that is nested here apart from those of the
    /// other rounds.
    pub(super) fn indexes(&self) -> String {
        let rounds = self.rounds.borrow();
        let index = |round: &Round| {
            round
                .index
                .map_or("*".to_owned(), |index| index.to_string())
        };
        rounds.iter().map(index).collect::<Vec<_>>().join(".")
    }
}

impl Round {
    /// Whether it represents all rounds of its loop.
    pub fn is_any(&self) -> bool {
        self.index.is_none()
    }
}
