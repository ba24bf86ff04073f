//! Redaction of a resource's secrets: values that its reader marked, and those that
//! [`onus_core::secret`] recognizes by place or shape.

use onus_core::json_pointer::Pointer;
use onus_core::secret::{Needles, Place, WITHHELD, hide, shapes, without_shapes};

use crate::input_document::Facts;

/// The secrets of one resource.
pub struct Secrets {
    pointers: Vec<Pointer>,
    /// What the reader marked.
    marked: Needles,
    /// All of them: what is marked, what is below keys that name secrets, and what has
    /// the shape of one.
    all: Needles,
}

impl Secrets {
    /// Collects the secrets of a resource and of what belongs to it.
    pub fn of(facts: &Facts) -> Self {
        let mut marked = Needles::default();
        for pointer in &facts.sensitive {
            if let Some(value) = facts.at(pointer) {
                mark(&value.to_json(), &mut marked);
            }
        }
        let mut all = marked.clone();
        for part in facts.parts() {
            part.each_secret(Place::default(), &mut |secret| all.add(secret));
            part.each_text(&mut |text| {
                for range in shapes(text) {
                    all.add(text.get(range).unwrap_or_default());
                }
            });
        }
        Self {
            pointers: facts.sensitive.clone(),
            marked,
            all,
        }
    }

    /// A message of a policy, without secrets that it may have quoted. `pointer` is the
    /// place that it is about.
    pub fn message(&self, message: &str, pointer: Option<&Pointer>, facts: &Facts) -> String {
        let scrubbed = self.all.scrub(message);
        // Booleans are words of every message, and are only taken out of those that are
        // about them.
        let Some(pointer) = pointer.filter(|pointer| self.marks(pointer)) else {
            return scrubbed;
        };
        let Some(serde_json::Value::Bool(value)) = facts.at(pointer).map(|value| value.to_json())
        else {
            return scrubbed;
        };
        let mut boolean = Needles::default();
        boolean.add(&value.to_string());
        boolean.scrub(&scrubbed)
    }

    /// A text of the engine, such as a print or an error, without secrets.
    pub fn text(&self, text: &str) -> String {
        self.all.scrub(text)
    }

    /// A value that a policy wants, without secrets: a policy can put what is there into
    /// what should be.
    pub fn scrub_value(&self, value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value as Json;
        match value {
            Json::String(text) => Json::String(self.all.scrub(&text)),
            Json::Array(items) => items
                .into_iter()
                .map(|item| self.scrub_value(item))
                .collect(),
            Json::Object(fields) => fields
                .into_iter()
                .map(|(key, value)| (self.all.scrub(&key), self.scrub_value(value)))
                .collect(),
            Json::Number(number) if self.all.are_in(&number.to_string()) => WITHHELD.into(),
            plain => plain,
        }
    }

    /// Whether something at or below a pointer, or around it, is marked.
    pub fn marks(&self, pointer: &Pointer) -> bool {
        self.pointers
            .iter()
            .any(|sensitive| touch(sensitive, pointer))
    }

    /// The value at a pointer, as far as it may be shown: scalars without secrets.
    pub fn shown(&self, pointer: &Pointer, facts: &Facts) -> Option<serde_json::Value> {
        let (place, value) = facts.place_of(pointer)?;
        let value = value.to_json();
        if self.marks(pointer) {
            return Some(WITHHELD.into());
        }
        shown_in(place, value).map(|value| match value {
            // A copy of what is marked elsewhere.
            serde_json::Value::String(text) => self.marked.scrub(&text).into(),
            plain => plain,
        })
    }
}

/// Whether one pointer lies at or below the other.
fn touch(one: &Pointer, other: &Pointer) -> bool {
    one.strip(other).is_some() || other.strip(one).is_some()
}

/// A scalar in a place without secrets; none for what is no scalar.
fn shown_in(place: Place, mut value: serde_json::Value) -> Option<serde_json::Value> {
    if value.is_object() || value.is_array() {
        return None;
    }
    hide(&mut value, place, &str::to_owned);
    Some(value)
}

/// A value that decided something, such as a switch, as far as it may be shown.
pub fn without_secret(
    value: serde_json::Value,
    pointer: &Pointer,
    facts: &Facts,
) -> serde_json::Value {
    if facts
        .sensitive
        .iter()
        .any(|sensitive| touch(sensitive, pointer))
    {
        return WITHHELD.into();
    }
    let mut value = value;
    let place = facts.place_of(pointer).map_or_else(
        || pointer.segments().fold(Place::default(), Place::member),
        |(place, _)| place,
    );
    hide(&mut value, place, &str::to_owned);
    value
}

/// The strings and numbers of a value that is marked.
fn mark(value: &serde_json::Value, marked: &mut Needles) {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => marked.add(text),
        Json::Number(number) => marked.add(&number.to_string()),
        Json::Array(items) => items.iter().for_each(|item| mark(item, marked)),
        Json::Object(fields) => fields.values().for_each(|value| mark(value, marked)),
        Json::Bool(_) | Json::Null => {}
    }
}

/// Hides the secrets of a resource in values that were made of its record while
/// evaluating: whatever name they have there, and whatever was done to them.
pub struct Redactor {
    secrets: Secrets,
}

impl Redactor {
    /// Over what policies see of a resource.
    pub fn over(facts: &Facts) -> Self {
        Self {
            secrets: Secrets::of(facts),
        }
    }

    /// Whether something at or below a pointer, or around it, is marked.
    pub fn marks(&self, pointer: &Pointer) -> bool {
        self.secrets.marks(pointer)
    }

    /// A value that is called `name`, without secrets.
    pub fn shown(&self, name: &str, value: serde_json::Value) -> serde_json::Value {
        let mut value = value;
        hide(&mut value, Place::below(name), &|text| {
            if self.secrets.all.are_in(text) {
                WITHHELD.to_owned()
            } else {
                without_shapes(text).into_owned()
            }
        });
        self.without_numbers(value)
    }

    /// A text of the engine without secrets.
    pub fn text(&self, text: &str) -> String {
        self.secrets.text(text)
    }

    fn without_numbers(&self, value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value as Json;
        match value {
            Json::Number(number) if self.secrets.all.are_in(&number.to_string()) => WITHHELD.into(),
            Json::Array(items) => items
                .into_iter()
                .map(|item| self.without_numbers(item))
                .collect(),
            Json::Object(fields) => fields
                .into_iter()
                .map(|(key, value)| (key, self.without_numbers(value)))
                .collect(),
            plain => plain,
        }
    }
}
