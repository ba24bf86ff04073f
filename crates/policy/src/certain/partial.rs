//! Partial values: what is certain of a value when some facts are not known.
//!
//! A partial value represents many values: those that it can have once the unknown facts are
//! known. All of them exist: a fact that may be absent is a field that may be absent.

use std::collections::BTreeMap;
use std::rc::Rc;

use onus_core::json_pointer::Pointer;

use crate::engine::Value;

/// What is certain of a value.
#[derive(Debug, Clone)]
pub(crate) enum Partial {
    /// The value itself.
    Known(Value),
    /// It has a value; nothing is known of it.
    Unknown,
    /// A whole number of at least this.
    AtLeast(usize),
    /// An array.
    List(Rc<Items>),
    /// A set.
    Set(Rc<Items>),
    /// An object.
    Object(Rc<Fields>),
}

/// Whether there may be more than what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// That is all.
    Complete,
    /// There may be more; in an array, anywhere between the known items.
    MayHaveMore,
}

impl Extent {
    /// That of two parts together.
    pub fn and(self, other: Self) -> Self {
        if self == Self::Complete { other } else { self }
    }

    /// Complete, if this is true.
    pub fn complete_if(is_complete: bool) -> Self {
        if is_complete {
            Self::Complete
        } else {
            Self::MayHaveMore
        }
    }
}

/// The items of an array or a set. Two items of a set that are not known may be equal.
#[derive(Debug, Clone)]
pub(crate) struct Items {
    /// Those that are certainly in it.
    pub items: Vec<Partial>,
    /// Whether that is all.
    pub extent: Extent,
}

/// The fields of an object.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// By their keys.
    pub fields: BTreeMap<Value, Field>,
    /// Whether that is all.
    pub extent: Extent,
}

/// A field of an object.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// Its value, if it is there.
    pub value: Partial,
    /// Whether it is there.
    pub presence: Presence,
}

/// Whether a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is.
    Certain,
    /// It may be.
    Possible,
}

/// What is known of `value[key]`.
#[derive(Debug, Clone)]
pub(crate) enum Member {
    /// It certainly has this value.
    Found(Partial),
    /// It certainly is undefined.
    Undefined,
    /// It may be undefined.
    Possible,
}

impl Partial {
    /// A boolean.
    pub fn boolean(truth: bool) -> Self {
        Self::Known(Value::boolean(truth))
    }

    /// An array; a known value if all of it is.
    pub fn list(items: Vec<Self>, extent: Extent) -> Self {
        match all_known(&items, extent) {
            Some(known) => Self::Known(Value::array(known)),
            None => Self::List(Rc::new(Items { items, extent })),
        }
    }

    /// A set; a known value if all of it is.
    pub fn set(items: Vec<Self>, extent: Extent) -> Self {
        match all_known(&items, extent) {
            Some(known) => Self::Known(Value::set(known)),
            None => {
                let mut distinct: Vec<Self> = Vec::new();
                for item in items {
                    let is_there = item.known().is_some_and(|value| {
                        distinct.iter().any(|other| other.known() == Some(value))
                    });
                    if !is_there {
                        distinct.push(item);
                    }
                }
                Self::Set(Rc::new(Items {
                    items: distinct,
                    extent,
                }))
            }
        }
    }

    /// An object; a known value if all of it is.
    pub fn object(fields: BTreeMap<Value, Field>, extent: Extent) -> Self {
        let known = |field: &Field| match (&field.value, field.presence) {
            (Self::Known(value), Presence::Certain) => Some(value.clone()),
            _ => None,
        };
        let all: Option<Vec<(Value, Value)>> = fields
            .iter()
            .map(|(key, field)| Some((key.clone(), known(field)?)))
            .collect();
        match all {
            Some(all) if extent == Extent::Complete => Self::Known(Value::keyed(all)),
            _ => Self::Object(Rc::new(Fields { fields, extent })),
        }
    }

    /// The value, if all of it is known.
    pub fn known(&self) -> Option<&Value> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }

    /// What is known of `self[key]`.
    pub fn member(&self, key: &Self) -> Member {
        match (self, key) {
            (Self::Known(value), Self::Known(key)) => match value.member_of(key) {
                Some(found) => Member::Found(Self::Known(found)),
                None => Member::Undefined,
            },
            (Self::Known(value), _) => match value.members() {
                Some(members) if !members.is_empty() => Member::Possible,
                _ => Member::Undefined,
            },
            (Self::AtLeast(_), _) => Member::Undefined,
            (Self::List(list), Self::Known(key)) => match (list.extent, key.as_index()) {
                (_, None) => Member::Undefined,
                (Extent::Complete, Some(index)) => match list.items.get(index) {
                    Some(item) => Member::Found(item.clone()),
                    None => Member::Undefined,
                },
                (Extent::MayHaveMore, Some(_)) => Member::Possible,
            },
            (Self::Set(set), Self::Known(key)) => {
                if set.items.iter().any(|item| item.known() == Some(key)) {
                    Member::Found(Self::Known(key.clone()))
                } else {
                    Member::Possible
                }
            }
            (Self::Object(object), Self::Known(key)) => match object.fields.get(key) {
                Some(Field {
                    value,
                    presence: Presence::Certain,
                }) => Member::Found(value.clone()),
                Some(_) => Member::Possible,
                None if object.extent == Extent::Complete => Member::Undefined,
                None => Member::Possible,
            },
            (Self::Unknown | Self::List(_) | Self::Set(_) | Self::Object(_), _) => Member::Possible,
        }
    }

    /// All keys and values that it certainly has, and whether that is all. None for what
    /// certainly has no keys.
    pub fn members(&self) -> Option<(Vec<(Self, Self)>, Extent)> {
        match self {
            Self::Known(value) => {
                let members = value.members()?.into_iter();
                let members = members.map(|(key, value)| (Self::Known(key), Self::Known(value)));
                Some((members.collect(), Extent::Complete))
            }
            Self::AtLeast(_) => None,
            Self::Unknown => Some((Vec::new(), Extent::MayHaveMore)),
            Self::List(list) => {
                let key = |index| match list.extent {
                    Extent::Complete => Self::Known(Value::number(index)),
                    Extent::MayHaveMore => Self::AtLeast(index),
                };
                let items = list.items.iter().enumerate();
                let members = items.map(|(index, item)| (key(index), item.clone()));
                Some((members.collect(), list.extent))
            }
            Self::Set(set) => {
                // One that is not known may be equal to another, and would be counted twice.
                let is_distinct = |item: &&Self| set.items.len() == 1 || item.known().is_some();
                let distinct = set.items.iter().filter(is_distinct);
                let members: Vec<_> = distinct.map(|item| (item.clone(), item.clone())).collect();
                let extent = Extent::complete_if(members.len() == set.items.len());
                Some((members, extent.and(set.extent)))
            }
            Self::Object(object) => {
                let certain = |field: &Field| field.presence == Presence::Certain;
                let all = object.fields.values().all(certain);
                let members = object.fields.iter().filter(|(_, field)| certain(field));
                let members =
                    members.map(|(key, field)| (Self::Known(key.clone()), field.value.clone()));
                let extent = Extent::complete_if(all).and(object.extent);
                Some((members.collect(), extent))
            }
        }
    }

    /// The document of which nothing is known at some places: each of them may be absent,
    /// or have any value.
    pub fn document(document: &Value, unknown: &[Pointer]) -> Self {
        let mut places = Places::default();
        for pointer in unknown {
            places.add(pointer);
        }
        places.of(document)
    }
}

/// A document with one value at all unknown places; none takes away what can be taken away,
/// and makes items of arrays null.
pub fn substituted(document: &Value, unknown: &[Pointer], value: Option<&Value>) -> Value {
    let mut places = Places::default();
    for pointer in unknown {
        places.add(pointer);
    }
    places
        .substituted(document, value)
        .unwrap_or_else(Value::null)
}

fn all_known(items: &[Partial], extent: Extent) -> Option<Vec<Value>> {
    if extent == Extent::MayHaveMore {
        return None;
    }
    items.iter().map(|item| item.known().cloned()).collect()
}

/// Places of a document.
#[derive(Debug, Default)]
struct Places {
    /// Whether this place is one.
    is_unknown: bool,
    /// What is below it.
    below: BTreeMap<String, Self>,
}

impl Places {
    fn add(&mut self, pointer: &Pointer) {
        let mut place = self;
        for segment in pointer.segments() {
            place = place.below.entry(segment.to_owned()).or_default();
        }
        place.is_unknown = true;
    }

    fn of(&self, value: &Value) -> Partial {
        if self.is_unknown {
            return Partial::Unknown;
        }
        if self.below.is_empty() {
            return Partial::Known(value.clone());
        }
        let Some(members) = value.members() else {
            return Partial::Unknown;
        };
        if value.is_array() {
            let mut seen = 0;
            let mut items = Vec::new();
            for (index, (_, item)) in members.into_iter().enumerate() {
                let place = self.below.get(&index.to_string());
                seen += usize::from(place.is_some());
                items.push(
                    place.map_or_else(|| Partial::Known(item.clone()), |place| place.of(&item)),
                );
            }
            return Partial::list(items, Extent::complete_if(seen == self.below.len()));
        }
        if !value.is_object() {
            return Partial::Unknown;
        }
        let mut fields = BTreeMap::new();
        for (key, field) in members {
            let place = key.as_str().and_then(|key| self.below.get(key));
            let field = match place {
                None => Field {
                    value: Partial::Known(field),
                    presence: Presence::Certain,
                },
                Some(place) => Field {
                    value: place.of(&field),
                    presence: if place.is_unknown {
                        Presence::Possible
                    } else {
                        Presence::Certain
                    },
                },
            };
            fields.insert(key, field);
        }
        for name in self.below.keys() {
            fields.entry(Value::text(name)).or_insert(Field {
                value: Partial::Unknown,
                presence: Presence::Possible,
            });
        }
        Partial::object(fields, Extent::Complete)
    }
    fn substituted(&self, document: &Value, value: Option<&Value>) -> Option<Value> {
        if self.is_unknown {
            return value.cloned();
        }
        let members = document.members().filter(|_| !self.below.is_empty());
        let Some(members) = members else {
            return Some(document.clone());
        };
        if document.is_array() {
            let items = members.into_iter().enumerate().map(|(index, (_, item))| {
                match self.below.get(&index.to_string()) {
                    Some(place) => place.substituted(&item, value).unwrap_or_else(Value::null),
                    None => item,
                }
            });
            return Some(Value::array(items));
        }
        let mut fields: BTreeMap<Value, Value> = members.into_iter().collect();
        for (name, place) in &self.below {
            let key = Value::text(name);
            let field = match fields.get(&key) {
                Some(field) => place.substituted(field, value),
                None if place.is_unknown => value.cloned(),
                None => continue,
            };
            match field {
                Some(field) => fields.insert(key, field),
                None => fields.remove(&key),
            };
        }
        Some(Value::keyed(fields))
    }
}
