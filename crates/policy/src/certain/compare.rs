//! Comparisons of partial values.

use std::cmp::Ordering;

use crate::engine::{Operator, Value, ValueKind};

use super::partial::{Extent, Fields, Items, Partial, Presence};

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// Whatever the unknown facts are.
    Yes,
    /// For no values of the unknown facts.
    No,
    /// For some, perhaps.
    Maybe,
}

impl Truth {
    /// As a boolean.
    pub fn partial(self) -> Partial {
        match self {
            Self::Yes => Partial::boolean(true),
            Self::No => Partial::boolean(false),
            Self::Maybe => Partial::Unknown,
        }
    }

    fn of(truth: bool) -> Self {
        if truth { Self::Yes } else { Self::No }
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
        }
    }
}

/// What Rego distinguishes: the types of JSON, and sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Json(ValueKind),
    Set,
}

fn type_of(value: &Partial) -> Option<Type> {
    Some(match value {
        Partial::Known(value) if value.is_set() => Type::Set,
        Partial::Known(value) => Type::Json(value.kind()),
        Partial::Unknown => return None,
        Partial::AtLeast(_) => Type::Json(ValueKind::Number),
        Partial::List(_) => Type::Json(ValueKind::Array),
        Partial::Set(_) => Type::Set,
        Partial::Object(_) => Type::Json(ValueKind::Object),
    })
}

/// A value of the type that a partial value certainly has, for builtins that look at
/// nothing else.
pub(crate) fn of_same_type(value: &Partial) -> Option<Value> {
    Some(match value {
        Partial::Known(value) => value.clone(),
        Partial::Unknown => return None,
        Partial::AtLeast(least) => Value::number(*least),
        Partial::List(_) => Value::array([]),
        Partial::Set(_) => Value::set([]),
        Partial::Object(_) => Value::keyed([]),
    })
}

/// Whether two values are equal.
pub(crate) fn equal(left: &Partial, right: &Partial) -> Truth {
    if let (Partial::Known(left), Partial::Known(right)) = (left, right) {
        return Truth::of(left == right);
    }
    let (Some(left_type), Some(right_type)) = (type_of(left), type_of(right)) else {
        return Truth::Maybe;
    };
    if left_type != right_type {
        return Truth::No;
    }
    match (left, right) {
        (Partial::AtLeast(least), Partial::Known(number))
        | (Partial::Known(number), Partial::AtLeast(least)) => {
            if *number < Value::number(*least) {
                Truth::No
            } else {
                Truth::Maybe
            }
        }
        _ => match left_type {
            Type::Json(ValueKind::Array) => equal_lists(left, right),
            Type::Json(ValueKind::Object) => equal_objects(left, right),
            Type::Set => equal_sets(left, right),
            Type::Json(_) => Truth::Maybe,
        },
    }
}

fn equal_lists(left: &Partial, right: &Partial) -> Truth {
    let (Some(left), Some(right)) = (items(left), items(right)) else {
        return Truth::Maybe;
    };
    let are_complete = left.extent.and(right.extent) == Extent::Complete;
    let cannot_fit = |one: &Items, other: &Items| {
        one.extent == Extent::Complete && one.items.len() < other.items.len()
    };
    if cannot_fit(&left, &right) || cannot_fit(&right, &left) {
        return Truth::No;
    }
    if !are_complete {
        return Truth::Maybe;
    }
    let pairs = left.items.iter().zip(&right.items);
    pairs.fold(Truth::Yes, |so_far, (left, right)| {
        match (so_far, equal(left, right)) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Maybe,
        }
    })
}

/// Two sets of which one is not known are never certainly equal.
fn equal_sets(left: &Partial, right: &Partial) -> Truth {
    let (Some(left), Some(right)) = (items(left), items(right)) else {
        return Truth::Maybe;
    };
    let lacks = |one: &Items, other: &Items| {
        one.items
            .iter()
            .any(|item| contains(other, item) == Truth::No)
    };
    if lacks(&left, &right) || lacks(&right, &left) {
        Truth::No
    } else {
        Truth::Maybe
    }
}

fn equal_objects(left: &Partial, right: &Partial) -> Truth {
    let (Some(left), Some(right)) = (fields(left), fields(right)) else {
        return Truth::Maybe;
    };
    let differ = |one: &Fields, other: &Fields| {
        one.fields.iter().any(|(key, field)| {
            field.presence == Presence::Certain
                && match other.fields.get(key) {
                    None => other.extent == Extent::Complete,
                    Some(found) => equal(&field.value, &found.value) == Truth::No,
                }
        })
    };
    if differ(&left, &right) || differ(&right, &left) {
        Truth::No
    } else {
        Truth::Maybe
    }
}

/// Whether an item is among others.
fn contains(items: &Items, item: &Partial) -> Truth {
    let mut found = Truth::of(items.extent == Extent::MayHaveMore);
    if found == Truth::Yes {
        found = Truth::Maybe;
    }
    for other in &items.items {
        match equal(other, item) {
            Truth::Yes => return Truth::Yes,
            Truth::Maybe => found = Truth::Maybe,
            Truth::No => {}
        }
    }
    found
}

/// Whether `member in collection`.
pub(crate) fn is_in(member: &Partial, collection: &Partial) -> Truth {
    match (member, collection) {
        (_, Partial::Unknown) => Truth::Maybe,
        (_, collection) => match collection.members() {
            None => Truth::No,
            Some((members, extent)) => {
                // A field that may be there may have any value: then this is not complete.
                let items = members.into_iter().map(|(_, value)| value).collect();
                contains(&Items { items, extent }, member)
            }
        },
    }
}

/// The items of an array or a set.
pub(crate) fn items(value: &Partial) -> Option<Items> {
    match value {
        Partial::List(items) | Partial::Set(items) => Some(items.as_ref().clone()),
        Partial::Known(known) if known.is_list() => Some(Items {
            items: known.items().into_iter().map(Partial::Known).collect(),
            extent: Extent::Complete,
        }),
        _ => None,
    }
}

/// The fields of an object.
pub(crate) fn fields(value: &Partial) -> Option<Fields> {
    match value {
        Partial::Object(fields) => Some(fields.as_ref().clone()),
        Partial::Known(known) if known.is_object() => {
            let field = |(key, value)| {
                let presence = Presence::Certain;
                let value = Partial::Known(value);
                (key, super::partial::Field { value, presence })
            };
            Some(Fields {
                fields: known.members()?.into_iter().map(field).collect(),
                extent: Extent::Complete,
            })
        }
        _ => None,
    }
}

/// Whether a comparison holds.
pub(crate) fn compare(operator: Operator, left: &Partial, right: &Partial) -> Option<Truth> {
    match operator {
        Operator::Equal => return Some(equal(left, right)),
        Operator::Unequal => return Some(equal(left, right).not()),
        Operator::Arithmetic(..) | Operator::Other => return None,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {}
    }
    let holds = |ordering: Ordering| match operator {
        Operator::Less => ordering.is_lt(),
        Operator::LessOrEqual => ordering.is_le(),
        Operator::Greater => ordering.is_gt(),
        _ => ordering.is_ge(),
    };
    Some(match (left, right) {
        (Partial::Known(left), Partial::Known(right)) => Truth::of(holds(left.cmp(right))),
        // What holds for the least number, and if it is larger, holds for all of them.
        (Partial::AtLeast(least), Partial::Known(other)) if is_number(other) => at_least(
            holds(Value::number(*least).cmp(other)),
            holds(Ordering::Greater),
        ),
        (Partial::Known(other), Partial::AtLeast(least)) if is_number(other) => at_least(
            holds(other.cmp(&Value::number(*least))),
            holds(Ordering::Less),
        ),
        _ => Truth::Maybe,
    })
}

fn is_number(value: &Value) -> bool {
    value.kind() == ValueKind::Number
}

/// Larger numbers come out as the least one does, or as very large ones do: `least` and
/// `large` are what these are compared with.
fn at_least(least: bool, large: bool) -> Truth {
    match (least, large) {
        (true, true) => Truth::Yes,
        (false, false) => Truth::No,
        _ => Truth::Maybe,
    }
}
