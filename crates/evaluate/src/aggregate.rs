//! Aggregate of an inventory: what controls with `resources: inventory` see. Counts by provider,
//! type and scope, and names by type, in place of resources.
//!
//! A resource that is in the inventories twice counts once, so aggregates of parts can be
//! [merged](Aggregate::merge) in any order, whether or not the parts overlap.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;
use onus_inventory::{Resource, identity};
use serde_json::{Map, Value as Json, json};

/// The number of different scopes that are counted. Beyond it, counts by scope are not known.
pub const MAX_COUNTED: usize = 100_000;

/// The number of different names that are kept for a type. Beyond it, they are not known.
pub const MAX_NAMES: usize = 10_000;

/// The number of different names of all types that policies see. Beyond it, none is known.
pub const MAX_ALL_NAMES: usize = 200_000;

/// Digests of resources, so that each counts once.
type Members = BTreeSet<u128>;

/// Counts and names of an inventory's resources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aggregate {
    counted: Counted,
    names: BTreeMap<String, Names>,
    phases: BTreeSet<Phase>,
}

/// What resources of one count have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    kind: String,
    provider: String,
    account: Option<String>,
    group: Option<String>,
    location: Option<String>,
    phase: Phase,
}

/// The resources of each group.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Counted {
    Groups(BTreeMap<Group, Members>),
    /// More than [`MAX_COUNTED`].
    TooMany,
}

impl Default for Counted {
    fn default() -> Self {
        Self::Groups(BTreeMap::new())
    }
}

/// A name in a scope: the name, the account and the group.
type Named = (String, Option<String>, Option<String>);

/// The names of a type's resources.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Names {
    Known(BTreeMap<Named, Members>),
    /// A resource's name is not known.
    Unknown,
    /// More than [`MAX_NAMES`].
    TooMany,
}

impl Aggregate {
    /// Adds resources.
    pub fn add(&mut self, resources: &[Resource]) {
        for resource in resources {
            self.add_one(resource);
        }
    }

    fn add_one(&mut self, resource: &Resource) {
        let member = digest(resource);
        let scope = &resource.scope;
        self.phases.insert(resource.phase);
        let group = Group {
            kind: resource.kind.clone(),
            provider: resource.provider.clone(),
            account: scope.account.clone(),
            group: scope.group.clone(),
            location: resource.location.clone(),
            phase: resource.phase,
        };
        self.counted
            .merge(Counted::Groups([(group, [member].into())].into()));
        let names = match name(resource) {
            Some(name) => {
                let named = (name, scope.account.clone(), scope.group.clone());
                Names::Known([(named, [member].into())].into())
            }
            None => Names::Unknown,
        };
        self.merge_names(&resource.kind, names);
    }

    /// Adds the aggregate of another part of the same estate.
    pub fn merge(&mut self, other: Self) {
        self.counted.merge(other.counted);
        self.phases.extend(other.phases);
        for (kind, names) in other.names {
            self.merge_names(&kind, names);
        }
    }

    fn merge_names(&mut self, kind: &str, names: Names) {
        match self.names.get_mut(kind) {
            Some(known) => known.merge(names),
            None => {
                self.names.insert(kind.to_owned(), names);
            }
        }
    }

    /// Whether there is no resource.
    pub fn is_empty(&self) -> bool {
        self.phases.is_empty()
    }

    /// The providers of all resources; none when there are too many groups to know.
    pub(crate) fn providers(&self) -> BTreeSet<&str> {
        match &self.counted {
            Counted::Groups(groups) => groups.keys().map(|one| one.provider.as_str()).collect(),
            Counted::TooMany => BTreeSet::new(),
        }
    }

    /// The phase of all resources; none when they differ, or there is none.
    pub fn phase(&self) -> Option<Phase> {
        let mut phases = self.phases.iter();
        phases.next().filter(|_| phases.next().is_none()).copied()
    }

    /// The value that policies see as `input.inventory`.
    pub fn value(&self) -> Json {
        let mut value = Map::new();
        if let Counted::Groups(groups) = &self.counted {
            let mut types = BTreeMap::<&str, Members>::new();
            let mut providers = BTreeMap::<&str, Members>::new();
            let mut accounts = BTreeMap::<&str, BTreeMap<&str, Members>>::new();
            let mut without_account = BTreeMap::<&str, Members>::new();
            let mut all = Members::new();
            for (group, members) in groups {
                let kind = group.kind.as_str();
                let of_account = match &group.account {
                    Some(account) => accounts.entry(account).or_default(),
                    None => &mut without_account,
                };
                of_account.entry(kind).or_default().extend(members);
                types.entry(kind).or_default().extend(members);
                providers
                    .entry(&group.provider)
                    .or_default()
                    .extend(members);
                all.extend(members);
            }
            let accounts: BTreeMap<&str, Json> = accounts
                .into_iter()
                .map(|(account, types)| (account, sizes(&types)))
                .collect();
            value.insert("resources".to_owned(), json!(all.len()));
            value.insert("types".to_owned(), sizes(&types));
            value.insert("providers".to_owned(), sizes(&providers));
            value.insert("accounts".to_owned(), json!(accounts));
            value.insert("without_account".to_owned(), sizes(&without_account));
            let counts = groups.iter().map(|(group, members)| group.count(members));
            value.insert("counts".to_owned(), counts.collect());
        }
        if !self.has_too_many_names() {
            let names: BTreeMap<&String, Json> = self
                .names
                .iter()
                .filter_map(|(kind, names)| Some((kind, names.value()?)))
                .collect();
            value.insert("names".to_owned(), json!(names));
        }
        Json::Object(value)
    }

    /// The places in `input` that are not known.
    pub fn unknown(&self) -> Vec<Pointer> {
        let root = Pointer::parse("/inventory");
        let mut unknown = Vec::new();
        if self.counted == Counted::TooMany {
            let keys = [
                "resources",
                "types",
                "providers",
                "accounts",
                "without_account",
                "counts",
            ];
            unknown.extend(keys.map(|key| root.child(key)));
        }
        let names = root.child("names");
        if self.has_too_many_names() {
            unknown.push(names);
            return unknown;
        }
        for (kind, known) in &self.names {
            if !matches!(known, Names::Known(_)) {
                unknown.push(names.child(kind.clone()));
            }
        }
        unknown
    }

    /// Of a type with too many names, one more than are kept counts, so that the answer does
    /// not depend on the order of parts.
    fn has_too_many_names(&self) -> bool {
        let count = |names: &Names| match names {
            Names::Known(known) => known.len(),
            Names::Unknown => 0,
            Names::TooMany => MAX_NAMES + 1,
        };
        self.names.values().map(count).sum::<usize>() > MAX_ALL_NAMES
    }
}

impl Group {
    fn count(&self, members: &Members) -> Json {
        json!({
            "type": self.kind,
            "provider": self.provider,
            "account": self.account,
            "group": self.group,
            "location": self.location,
            "phase": self.phase,
            "count": members.len(),
        })
    }
}

impl Counted {
    fn merge(&mut self, other: Self) {
        let (Self::Groups(groups), Self::Groups(others)) = (&mut *self, other) else {
            *self = Self::TooMany;
            return;
        };
        for (group, members) in others {
            groups.entry(group).or_default().extend(members);
        }
        if groups.len() > MAX_COUNTED {
            *self = Self::TooMany;
        }
    }
}

impl Names {
    /// An unknown name decides before too many do, so that the order does not matter.
    fn merge(&mut self, other: Self) {
        *self = match (std::mem::replace(self, Self::Unknown), other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::TooMany, _) | (_, Self::TooMany) => Self::TooMany,
            (Self::Known(mut known), Self::Known(others)) => {
                for (name, members) in others {
                    known.entry(name).or_default().extend(members);
                }
                if known.len() > MAX_NAMES {
                    Self::TooMany
                } else {
                    Self::Known(known)
                }
            }
        };
    }

    /// The places of each name.
    fn value(&self) -> Option<Json> {
        let Self::Known(known) = self else {
            return None;
        };
        let mut places = BTreeMap::<&str, Vec<Json>>::new();
        for ((name, account, group), members) in known {
            let place = json!({"account": account, "group": group, "count": members.len()});
            places.entry(name).or_default().push(place);
        }
        Some(json!(places))
    }
}

fn sizes(members: &BTreeMap<&str, Members>) -> Json {
    members
        .iter()
        .map(|(key, members)| ((*key).to_owned(), json!(members.len())))
        .collect::<Map<String, Json>>()
        .into()
}

/// What tells a resource from all others.
fn digest(resource: &Resource) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, identity(resource)).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    (half(0) << 64) | half(1)
}

/// The name by which the provider knows a resource, in lower case: most providers don't tell
/// names apart by case. None when it is not known.
fn name(resource: &Resource) -> Option<String> {
    if !is_label(resource) {
        let header = [Pointer::parse("/name"), Pointer::parse("/raw/name")];
        let is_known = !resource.unknown.iter().any(|one| header.contains(one));
        return (is_known && !resource.name.is_empty()).then(|| resource.name.to_lowercase());
    }
    let place = Pointer::parse("/properties/name");
    // A secret name is in no output, so it is not in the aggregate.
    let mut hidden = resource.unknown.iter().chain(&resource.sensitive);
    if hidden.any(|hidden| place.strip(hidden).is_some()) {
        return None;
    }
    let text = resource
        .body
        .value_text(&resource.body.properties.child("name"))?;
    let name: String = serde_json::from_str(text).ok()?;
    (!name.is_empty()).then(|| name.to_lowercase())
}

/// Whether the name in the header is a label in the source, such as that of a Terraform block,
/// of which the provider knows nothing.
fn is_label(resource: &Resource) -> bool {
    let is_address = resource.id.contains(&format!("{}.", resource.kind));
    let is_pulumi = resource.id.starts_with("urn:pulumi:");
    let is_aws_template = resource.provider == "aws" && resource.phase != Phase::Deployed;
    is_address || is_pulumi || is_aws_template
}

#[cfg(test)]
mod tests;
