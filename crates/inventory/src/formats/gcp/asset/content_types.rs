//! The exported content types of assets: a content that was not exported is unknown, not
//! empty.

use std::collections::BTreeSet;

use onus_core::decision::Scope;

use crate::formats::gcp::asset::merge::{Group, Part};
use crate::formats::gcp::name;

/// Contents that policies may read, in both spellings, and the types that can have them;
/// empty for all types.
const CONTENTS: [(&str, &str, &str); 3] = [
    ("iam_policy", "iamPolicy", ""),
    (
        "org_policy",
        "orgPolicy",
        "cloudresourcemanager.googleapis.com/",
    ),
    (
        "os_inventory",
        "osInventory",
        "compute.googleapis.com/Instance",
    ),
];

/// The contents that an export has, by file and project.
///
/// An export omits assets without content of its type. So an asset without a content may
/// have none, or the content was not exported. It has none only where other assets of its
/// type have some: in a file that describes the asset itself, or in the asset's project,
/// in any file. Contents elsewhere in the organization prove nothing: each project can be
/// exported by itself. A record that can't be read may be the missing one, so then
/// nothing proves that an asset has none.
#[derive(Default)]
pub struct Exported<'p> {
    in_files: BTreeSet<(usize, &'p str, &'static str)>,
    in_projects: BTreeSet<(String, &'p str, &'static str)>,
}

impl<'p> Exported<'p> {
    /// The contents that assets have.
    pub fn of(groups: &[Group<'p, '_>]) -> Self {
        let mut exported = Self::default();
        for group in groups {
            let mut seen = BTreeSet::new();
            for part in group.own() {
                for content in CONTENTS.map(|(content, ..)| content) {
                    if part.content(content).is_some() {
                        let place = (part.file, part.kind.as_str(), content);
                        exported.in_files.insert(place);
                        seen.insert(content);
                    }
                }
            }
            if seen.is_empty() {
                continue;
            }
            if let Some(project) = scope(group).account {
                let kind = group.first().kind.as_str();
                let places = seen
                    .into_iter()
                    .map(|content| (project.clone(), kind, content));
                exported.in_projects.extend(places);
            }
        }
        exported
    }

    /// The contents in the only file, by type.
    pub fn in_one_file(contents: &'p BTreeSet<(String, &'static str)>) -> Self {
        Self {
            in_files: contents
                .iter()
                .map(|(kind, content)| (0, kind.as_str(), *content))
                .collect(),
            in_projects: BTreeSet::new(),
        }
    }

    /// The contents of an asset, in both spellings, that are unknown.
    pub fn unknown(&self, group: &Group<'p, '_>, scope: &Scope) -> Vec<&'static str> {
        let kind = group.first().kind.as_str();
        let is_exported = |content: &'static str| {
            let is_there = |part: &Part<'_>| part.content(content).is_some();
            let in_file = |part: &Part<'_>| self.in_files.contains(&(part.file, kind, content));
            let in_project =
                |project: &String| self.in_projects.contains(&(project.clone(), kind, content));
            group.parts().any(is_there)
                || group.own().any(in_file)
                || scope.account.as_ref().is_some_and(in_project)
        };
        CONTENTS
            .iter()
            .filter(|(content, _, types)| {
                group.ambiguous.contains(content)
                    || (kind.starts_with(types) && !is_exported(content))
            })
            .flat_map(|(snake, camel, _)| [*snake, *camel])
            .collect()
    }
}

/// The contents of each type in some records.
pub fn shown(parts: &[Part<'_>]) -> BTreeSet<(String, &'static str)> {
    parts
        .iter()
        .flat_map(|part| {
            CONTENTS
                .iter()
                .filter(|(content, ..)| part.content(content).is_some())
                .map(|(content, ..)| (part.kind.clone(), *content))
        })
        .collect()
}

/// The project and the organization of an asset.
pub fn scope(group: &Group<'_, '_>) -> Scope {
    let ancestors: Vec<String> = group
        .parts()
        .find_map(|part| part.members.value("ancestors"))
        .unwrap_or_default();
    let parent = group
        .parts()
        .find_map(|part| part.members.object("resource")?.text("parent"));
    let paths = ancestors.iter().chain(&parent).map(String::as_str);
    name::scope(paths.chain([group.first().name.as_str()]))
}
