//! Merging of the records of one asset: each content type of Cloud Asset Inventory is an
//! export of its own. Records are joined by name, within one file and across the files of
//! a run.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::value::RawValue;

use crate::input::Input;
use crate::json::outline::Members;
use crate::json::records::Record;

/// Members that every record of an asset has; joined records keep those of the first one.
const HEADER: [&str; 4] = ["name", "asset_type", "ancestors", "update_time"];
/// Contents of which an asset can have several, one per record.
const LISTED: [&str; 3] = ["related_asset", "access_level", "service_perimeter"];

/// One record of an export.
pub struct Part<'t> {
    /// The document of the record.
    pub source: &'t Input<'t>,
    /// The number of that document among those that are read together.
    pub file: usize,
    /// Its place.
    pub entry: Record<'t>,
    /// Its members.
    pub members: Members<'t>,
    /// Its contents, in snake case: exports and lists spell the same content differently.
    pub contents: Vec<(String, &'t RawValue)>,
    /// The asset's name.
    pub name: String,
    /// The asset's type.
    pub kind: String,
}

/// All records of one asset that don't contradict each other.
pub struct Group<'p, 't> {
    first: &'p Part<'t>,
    more: Vec<&'p Part<'t>>,
    /// Records that it shares with other groups of the same asset: nothing contradicts
    /// them.
    shared: Vec<&'p Part<'t>>,
    /// Contents that may belong to this group or to another group of the same asset.
    pub ambiguous: BTreeSet<&'p str>,
    /// Whether records of its file contradict it.
    pub is_contradicted: bool,
}

/// Whether an asset can have several contents of this name.
pub fn is_listed(content: &str) -> bool {
    LISTED.contains(&content)
}

/// The contents of a record.
pub fn contents<'t>(members: &Members<'t>) -> Vec<(String, &'t RawValue)> {
    members
        .iter()
        .map(|(key, value)| (snake(key), value))
        .filter(|(key, _)| !HEADER.contains(&key.as_str()))
        .collect()
}

/// `iamPolicy` as `iam_policy`.
pub fn snake(key: &str) -> String {
    let mut snake = String::with_capacity(key.len() + 2);
    for character in key.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

/// Joins the records of each asset, in the order of the first ones. Contradicting records
/// make separate groups, so that both are evaluated.
pub fn join<'p, 't>(parts: &'p [Part<'t>]) -> Vec<Group<'p, 't>> {
    let mut groups: Vec<Group<'p, 't>> = Vec::new();
    let mut known: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for part in parts {
        let places = known.entry((&part.name, &part.kind)).or_default();
        let fitting = places
            .iter()
            .copied()
            .find(|index| groups.get(*index).is_some_and(|group| group.accepts(part)));
        if let Some(group) = fitting.and_then(|index| groups.get_mut(index)) {
            group.more.push(part);
            continue;
        }
        let is_contradicted = places
            .iter()
            .filter_map(|index| groups.get(*index))
            .any(|group| group.own().any(|known| known.file == part.file));
        places.push(groups.len());
        groups.push(Group {
            first: part,
            more: Vec::new(),
            shared: Vec::new(),
            ambiguous: BTreeSet::new(),
            is_contradicted,
        });
    }
    for places in known.values().filter(|places| places.len() > 1) {
        share(&mut groups, places);
        mark_ambiguous(&mut groups, places);
    }
    groups
}

/// Adds the records without contradictions to all groups of an asset: a single policy
/// belongs to both of two configurations.
fn share<'p, 't>(groups: &mut [Group<'p, 't>], places: &[usize]) {
    let of_asset: Vec<&Group<'p, 't>> = at(groups, places).collect();
    let mut shared: Vec<(usize, &'p Part<'t>)> = Vec::new();
    for (place, group) in places.iter().zip(&of_asset) {
        for part in group.own() {
            if of_asset.iter().all(|group| group.accepts(part)) {
                shared.push((*place, part));
            }
        }
    }
    for place in places {
        if let Some(group) = groups.get_mut(*place) {
            let others = shared.iter().filter(|(owner, _)| owner != place);
            group.shared.extend(others.map(|(_, part)| *part));
        }
    }
}

/// Marks contents that may belong to another group of the same asset. Where records
/// differ in two contents, such as configuration and policy, only a record with both
/// shows which policy belongs to which configuration. Any other pair may never have
/// existed, and must not allow anything.
fn mark_ambiguous<'p>(groups: &mut [Group<'p, '_>], places: &[usize]) {
    let mut values: BTreeMap<&'p str, BTreeSet<&'p str>> = BTreeMap::new();
    for part in at(groups, places).flat_map(Group::parts) {
        for (key, value) in part.contents.iter().filter(|(key, _)| !is_listed(key)) {
            values.entry(key).or_default().insert(value.get());
        }
    }
    let disputed: Vec<&'p str> = values
        .iter()
        .filter(|(_, values)| values.len() > 1)
        .map(|(key, _)| *key)
        .collect();
    for place in places {
        let Some(group) = groups.get_mut(*place) else {
            continue;
        };
        let is_one_record = disputed.len() < 2
            || group
                .own()
                .any(|part| disputed.iter().all(|key| part.content(key).is_some()));
        let ambiguous: BTreeSet<&'p str> = values
            .keys()
            .filter(|key| {
                let is_there = group.parts().any(|part| part.content(key).is_some());
                !is_there || (!is_one_record && disputed.contains(*key))
            })
            .copied()
            .collect();
        group.ambiguous = ambiguous;
    }
}

fn at<'g, 'p, 't>(
    groups: &'g [Group<'p, 't>],
    places: &'g [usize],
) -> impl Iterator<Item = &'g Group<'p, 't>> {
    places.iter().filter_map(|place| groups.get(*place))
}

impl<'t> Part<'t> {
    /// The content of this name.
    pub fn content(&self, content: &str) -> Option<&'t RawValue> {
        self.contents
            .iter()
            .find(|(key, _)| key == content)
            .map(|(_, value)| *value)
    }
}

impl<'p, 't> Group<'p, 't> {
    /// The first record of the asset.
    pub fn first(&self) -> &'p Part<'t> {
        self.first
    }

    /// The main record of the asset: the one with its configuration, or else the first
    /// one.
    pub fn anchor(&self) -> &'p Part<'t> {
        self.own()
            .find(|part| part.content("resource").is_some())
            .unwrap_or(self.first)
    }

    /// The records of the group, without shared ones.
    pub fn own(&self) -> impl Iterator<Item = &'p Part<'t>> + '_ {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }

    /// All records to join.
    pub fn parts(&self) -> impl Iterator<Item = &'p Part<'t>> + '_ {
        self.own().chain(self.shared.iter().copied())
    }

    /// Whether a record doesn't contradict the others.
    fn accepts(&self, part: &Part<'_>) -> bool {
        part.contents
            .iter()
            .filter(|(key, _)| !is_listed(key))
            .all(|(key, value)| {
                self.own()
                    .filter_map(|known| known.content(key))
                    .all(|known| known.get() == value.get())
            })
    }

    /// The records that only repeat a record of another file, each with that record.
    pub fn repeated(&self) -> Vec<[&'p Part<'t>; 2]> {
        let mut known: HashMap<(&'p str, &'p str), &'p Part<'t>> = HashMap::new();
        let mut repeated = Vec::new();
        if self.own().all(|part| part.file == self.first.file) {
            return repeated;
        }
        for part in self.own() {
            let mut earlier = part.contents.iter().map(|(key, value)| {
                known
                    .get(&(key.as_str(), value.get()))
                    .filter(|earlier| earlier.file != part.file)
                    .copied()
            });
            let first = earlier.next().flatten();
            if let Some(first) = first
                && earlier.all(|earlier| earlier.is_some())
            {
                repeated.push([first, part]);
            }
            for (key, value) in &part.contents {
                known.entry((key, value.get())).or_insert(part);
            }
        }
        repeated
    }
}
