//! Effective configuration: what holds for a resource once its children had their say. Some
//! children own settings of their parent, such as `config/web` of a site; policies see the values
//! in the parent's `properties`, and their places lead to the child.

mod list;
mod table;
#[cfg(test)]
mod tests;

pub use table::{owned_by, owned_settings};

use onus_core::json_pointer::Pointer;
use onus_policy::engine::Value;

use table::{Combination, OwnedSettings};

/// Settings of a resource that come from elsewhere.
pub struct Effective {
    /// The configuration with all of them.
    pub properties: Value,
    /// Where values come from: a place in `input.properties`, and the one in `input.related`.
    pub moved: Vec<(Pointer, Pointer)>,
    /// Places in `input.properties` with an unknown value, because of the children.
    pub unknown: Vec<Pointer>,
    /// Places in `input.properties` with a known value, even if the parent's own is unknown.
    pub known: Vec<Pointer>,
}

/// One child that owns settings.
struct Child {
    /// Its place in `input.related`.
    at: Pointer,
    /// The last segment of its name, in lower case.
    name: String,
    properties: Value,
    presence: Presence,
}

/// How sure it is that a child's settings are the resource's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    /// It is there.
    Certain,
    /// It may not be deployed.
    Conditional,
    /// It may belong to another resource: a name is not known.
    Possible,
}

/// What is known of the related resources, as pointers into `input`.
pub struct RelatedFacts<'r> {
    /// `input.related`.
    pub value: &'r Value,
    /// Children that may be the resource's, by type.
    pub possible: &'r Value,
    /// Places in both with an unknown value.
    pub unknown: &'r [Pointer],
}

/// The effective configuration of a resource of this type; none when no child owns any of its
/// settings.
pub fn effective(
    kind: &str,
    properties: &Value,
    raw: &Value,
    related: &RelatedFacts<'_>,
) -> Option<Effective> {
    let mut found: Option<Effective> = None;
    for owned in owned_settings(kind) {
        let children = children(owned, raw, related);
        if children.is_empty() {
            continue;
        }
        let effective = found.get_or_insert_with(|| Effective {
            properties: properties.clone(),
            moved: Vec::new(),
            unknown: Vec::new(),
            known: Vec::new(),
        });
        match owned.combination {
            Combination::Members => members(effective, owned, &children, related),
            Combination::Property { name, unset } => {
                property(effective, &children, related, (name, unset));
            }
            Combination::Block => block(effective, owned, &children, related),
            Combination::Elements(source) => {
                list::elements(effective, owned, source, &children, related);
            }
        }
    }
    found
}

/// The children that own these settings.
fn children(owned: &OwnedSettings, raw: &Value, related: &RelatedFacts<'_>) -> Vec<Child> {
    let condition = raw.get("condition");
    let certain = Pointer::parse("/related/children").child(owned.child);
    let possible = Pointer::parse("/possible").child(owned.child);
    let lists = [
        (
            related
                .value
                .at(&Pointer::parse("/children").child(owned.child)),
            certain,
        ),
        (related.possible.get(owned.child), possible),
    ];
    let mut found = Vec::new();
    for (number, (list, place)) in lists.into_iter().enumerate() {
        let items = list.map(|list| list.items()).unwrap_or_default();
        for (index, child) in items.into_iter().enumerate() {
            if owned.name.is_some_and(|name| !may_be_called(&child, name)) {
                continue;
            }
            let at = place.child(index.to_string());
            let own = child.at(&Pointer::parse("/raw/condition"));
            let is_doubtful = is_unknown(related, &at.child("raw").child("condition"));
            let is_named = owned.name.is_none_or(|name| is_called(&child, name));
            let presence = if number > 0 || !is_named {
                Presence::Possible
            } else if is_doubtful && own != condition {
                // A child with its parent's condition is there wherever the parent is.
                Presence::Conditional
            } else {
                Presence::Certain
            };
            found.push(Child {
                name: last_segment(&child, "name"),
                properties: child.get("properties").unwrap_or_else(Value::null),
                presence,
                at,
            });
        }
    }
    found
}

/// Whether a child may have this name: its own is not known.
fn may_be_called(child: &Value, name: &str) -> bool {
    is_called(child, name) || last_segment(child, "id").contains('[')
}

/// The last segment of a resource's name or id, in lower case; empty if there is none.
fn last_segment(resource: &Value, key: &str) -> String {
    let text = resource.get(key);
    let text = text.as_ref().and_then(Value::as_str);
    text.and_then(|text| text.rsplit('/').next())
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Whether the last segment of a resource's name, or of its id, is this one.
fn is_called(resource: &Value, name: &str) -> bool {
    ["name", "id"]
        .iter()
        .any(|key| last_segment(resource, key) == name)
}

/// Whether a place, or one around it, is not known.
fn is_unknown(related: &RelatedFacts<'_>, place: &Pointer) -> bool {
    related
        .unknown
        .iter()
        .any(|unknown| place.strip(unknown).is_some())
}

fn members(
    effective: &mut Effective,
    owned: &OwnedSettings,
    children: &[Child],
    related: &RelatedFacts<'_>,
) {
    let around = Pointer::parse(owned.to);
    for child in children {
        let from = child.at.child("properties");
        if is_unknown(related, &from) || !child.properties.is_object() {
            // It may set anything.
            effective.doubt(&around);
            continue;
        }
        for (name, value) in child.properties.entries() {
            // Null is the same as absent.
            if value != Value::null() {
                let at = around.child(name.as_ref());
                let from = from.child(name.as_ref());
                effective.replace(&at, &from, value, child.presence, related);
            }
        }
    }
}

fn property(
    effective: &mut Effective,
    children: &[Child],
    related: &RelatedFacts<'_>,
    (name, unset): (&str, Option<&str>),
) {
    let at = Pointer::root().child(name);
    for child in children {
        let from = child.at.child("properties");
        if is_unknown(related, &from) || !child.properties.is_object() {
            effective.doubt(&at);
            continue;
        }
        let value = child
            .properties
            .get(name)
            .filter(|value| *value != Value::null());
        let (from, value) = match (value, unset) {
            (Some(value), _) => (from.child(name), value),
            (None, Some(unset)) => (from, Value::text(unset)),
            (None, None) => continue,
        };
        effective.replace(&at, &from, value, child.presence, related);
    }
}

fn block(
    effective: &mut Effective,
    owned: &OwnedSettings,
    children: &[Child],
    related: &RelatedFacts<'_>,
) {
    let at = Pointer::parse(owned.to);
    for child in children {
        let from = child.at.child("properties");
        let value = Value::array([child.properties.clone()]);
        effective.replace(&at, &from, value, child.presence, related);
        // The child is the only block of the list.
        let list = Pointer::parse("/properties").join(&at);
        for (place, _) in &mut effective.moved {
            if *place == list {
                *place = list.child("0");
            }
        }
    }
}

impl Effective {
    /// Sets the value at a place of the configuration, which comes from a child.
    ///
    /// The value is unknown if two children differ, or if a child differs from the parent and
    /// may not be deployed or may belong to another resource.
    fn replace(
        &mut self,
        at: &Pointer,
        from: &Pointer,
        value: Value,
        presence: Presence,
        related: &RelatedFacts<'_>,
    ) {
        let place = Pointer::parse("/properties").join(at);
        let before = self.properties.at(at);
        let is_second = self.known.contains(&place);
        let is_certain = presence == Presence::Certain;
        if (is_second || !is_certain) && before.as_ref() != Some(&value) {
            self.unknown.push(place);
            return;
        }
        if presence == Presence::Possible {
            return;
        }
        let Some(properties) = with_value(&self.properties, at, &value) else {
            // A part of the way is no object, so the configuration can't be read.
            self.unknown.push(place);
            return;
        };
        self.properties = properties;
        let inside = related
            .unknown
            .iter()
            .filter_map(|unknown| unknown.strip(from));
        self.unknown.extend(inside.map(|tail| place.join(&tail)));
        if !is_second {
            self.known.push(place.clone());
            self.moved.push((place, from.clone()));
        }
    }

    /// Nothing at or below a place is known any more.
    fn doubt(&mut self, at: &Pointer) {
        self.unknown.push(Pointer::parse("/properties").join(at));
    }
}

/// A value with another one at a place; missing objects on the way are made. None when the way
/// leads through something that is no object.
fn with_value(value: &Value, at: &Pointer, new: &Value) -> Option<Value> {
    let segments: Vec<&str> = at.segments().collect();
    let Some((first, rest)) = segments.split_first() else {
        return Some(new.clone());
    };
    if !value.is_object() && *value != Value::null() {
        return None;
    }
    let inner = value.get(first).unwrap_or_else(Value::null);
    let rest: Pointer = rest.iter().map(|segment| (*segment).to_owned()).collect();
    let changed = with_value(&inner, &rest, new)?;
    let others = value
        .entries()
        .into_iter()
        .filter(|(key, _)| key.as_ref() != *first);
    let members = others.map(|(key, value)| (key.to_string(), value));
    Some(Value::object(
        members.chain([((*first).to_owned(), changed)]),
    ))
}
