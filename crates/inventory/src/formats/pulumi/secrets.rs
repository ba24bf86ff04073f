//! Special values of a Pulumi state: secrets, and values that are known only after an
//! update.

use serde_json::Value;

use onus_core::json_pointer::Pointer;

/// The key that marks an object as a special value.
const SIGNATURE: &str = "4dabf18193072939515e22adb298388d";
/// Text in place of a value that is not computed yet.
const NOT_COMPUTED: &str = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/// Whether a value replaces another one.
pub fn is_special(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.contains_key(SIGNATURE),
        Value::String(text) => text == NOT_COMPUTED,
        _ => false,
    }
}

/// Unknown and secret places of a resource, as pointers into the policy's input.
pub struct Marks {
    /// The pointer of the configuration in the record.
    properties: Pointer,
    /// Unknown places.
    pub unknown: Vec<Pointer>,
    /// Places that must never be printed.
    pub sensitive: Vec<Pointer>,
}

impl Marks {
    /// No marks yet, for a record with its configuration at `properties`.
    pub fn new(properties: &str) -> Self {
        Self {
            properties: Pointer::parse(properties),
            unknown: Vec::new(),
            sensitive: Vec::new(),
        }
    }

    /// Finds special values at any depth; `at` is the pointer of `value` in the record.
    /// The value of a secret is encrypted, or is text one level deeper than policies
    /// read: either way it is unknown.
    pub fn find(&mut self, value: &Value, at: &str) {
        self.walk(value, &Pointer::parse(at));
    }

    /// Marks a place of the record as secret.
    pub fn secret(&mut self, native: &Pointer) {
        let places = self.places(native);
        self.sensitive.extend(places);
    }

    fn walk(&mut self, value: &Value, at: &Pointer) {
        if is_special(value) {
            let places = self.places(at);
            if value.is_object() {
                self.sensitive.extend(places.clone());
            }
            self.unknown.extend(places);
            return;
        }
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if may_hold(item) {
                        self.walk(item, &at.child(index.to_string()));
                    }
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    if may_hold(member) {
                        self.walk(member, &at.child(key));
                    }
                }
            }
            _ => {}
        }
    }

    /// A place of the record as policies see it: in `raw`, and also in the configuration
    /// if it is part of that.
    fn places(&self, native: &Pointer) -> Vec<Pointer> {
        let configured = native
            .strip(&self.properties)
            .map(|tail| Pointer::parse("/properties").join(&tail));
        configured
            .into_iter()
            .chain([Pointer::parse("/raw").join(native)])
            .collect()
    }
}

/// Most values are plain strings and numbers, for which no pointer is made.
fn may_hold(value: &Value) -> bool {
    value.is_object() || value.is_array() || is_special(value)
}
