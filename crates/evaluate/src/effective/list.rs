//! Lists of a parent that its children add to or replace.

use onus_core::json_pointer::Pointer;
use onus_policy::engine::Value;

use super::table::{Elements, OwnedSettings};
use super::{Child, Effective, Presence, RelatedFacts, is_unknown, with_value};

/// Changes the parent's list as its children do.
///
/// The parent is written first, so its list is there when a child adds to it. The list is unknown
/// if a child may not be there, if one removes something, or if one replaces the list and another
/// one changes it too, since their order is open.
pub(super) fn elements(
    effective: &mut Effective,
    owned: &OwnedSettings,
    source: Elements,
    children: &[Child],
    related: &RelatedFacts<'_>,
) {
    let at = Pointer::parse(owned.to);
    if let ([child], Elements::Listed(list)) = (children, source)
        && child.name == "replace"
        && child.presence == Presence::Certain
    {
        let from = child.at.child("properties").child(list);
        let value = child.properties.get(list).filter(Value::is_array);
        match value {
            Some(value) => effective.replace(&at, &from, value, child.presence, related),
            None => effective.doubt(&at),
        }
        return;
    }
    let mut added = Vec::new();
    for child in children {
        match additions(child, source, related) {
            Some(more) if child.presence == Presence::Certain => added.extend(more),
            // Nothing is added, whether it is there or not.
            Some(more) if more.is_empty() => {}
            _ => return effective.doubt(&at),
        }
    }
    let before = effective.properties.at(&at).unwrap_or_else(Value::null);
    if !before.is_array() && before != Value::null() {
        return effective.doubt(&at);
    }
    let mut items = before.items();
    let list = Pointer::parse("/properties").join(&at);
    for (from, item) in added {
        let place = list.child(items.len().to_string());
        let inside = related
            .unknown
            .iter()
            .filter_map(|unknown| unknown.strip(&from));
        effective
            .unknown
            .extend(inside.map(|tail| place.join(&tail)));
        effective.moved.push((place, from));
        items.push(item);
    }
    if items.is_empty() {
        return;
    }
    match with_value(&effective.properties, &at, &Value::array(items)) {
        Some(properties) => effective.properties = properties,
        None => effective.doubt(&at),
    }
}

/// The elements that a child adds, with their places; none if that is unknown.
fn additions(
    child: &Child,
    source: Elements,
    related: &RelatedFacts<'_>,
) -> Option<Vec<(Pointer, Value)>> {
    let properties = child.at.child("properties");
    if is_unknown(related, &properties) || !child.properties.is_object() {
        return None;
    }
    let Elements::Listed(name) = source else {
        return Some(vec![(properties, child.properties.clone())]);
    };
    let place = properties.child(name);
    if child.name != "add" || is_unknown(related, &place) {
        return None;
    }
    let list = child.properties.get(name).unwrap_or_else(Value::null);
    if !list.is_array() {
        return (list == Value::null()).then(Vec::new);
    }
    let items = list.items().into_iter().enumerate();
    Some(
        items
            .map(|(index, item)| (place.child(index.to_string()), item))
            .collect(),
    )
}
