//! The parser of JSON text into the engine's values.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use onus_core::json_pointer::Pointer;

/// The notes of the parser, and its current path.
#[derive(Default)]
pub(super) struct Notes {
    path: Vec<Step>,
    pub(super) duplicates: Vec<Pointer>,
    pub(super) rounded: Vec<Pointer>,
}

enum Step {
    Key(Arc<str>),
    Index(usize),
}

impl Notes {
    fn here(&self) -> Pointer {
        self.path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.to_string(),
                Step::Index(index) => index.to_string(),
            })
            .collect()
    }
}

pub(super) struct Seed<'n> {
    pub(super) notes: &'n mut Notes,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = regorus::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = regorus::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(regorus::Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(regorus::Value::Bool(truth))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(regorus::Value::from(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(regorus::Value::from(number))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Self::Value, E> {
        if !number.is_finite() {
            return Err(E::custom("number out of range"));
        }
        // A whole number this large was written with more digits than a double
        // holds, or in exponent form; either way it may not be the intended number.
        if number.abs() >= 18_446_744_073_709_551_616.0 {
            self.notes.rounded.push(self.notes.here());
        }
        // Both zeros are equal and are written differently: what is equal must be the
        // same, since answers are kept by values.
        if number == 0.0 {
            return Ok(regorus::Value::from(0_u64));
        }
        Ok(regorus::Value::from(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(regorus::Value::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::with_capacity(access.size_hint().unwrap_or_default().min(1024));
        loop {
            self.notes.path.push(Step::Index(items.len()));
            let item = access.next_element_seed(Seed { notes: self.notes })?;
            self.notes.path.pop();
            match item {
                Some(item) => items.push(item),
                None => return Ok(regorus::Value::from(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = access.next_key::<std::borrow::Cow<'de, str>>()? {
            let key: Arc<str> = Arc::from(key.as_ref());
            self.notes.path.push(Step::Key(Arc::clone(&key)));
            let value = access
                .next_value_seed(Seed { notes: self.notes })
                .map_err(A::Error::custom)?;
            if map.insert(regorus::Value::String(key), value).is_some() {
                self.notes.duplicates.push(self.notes.here());
            }
            self.notes.path.pop();
        }
        Ok(regorus::Value::from(map))
    }
}
