//! Ownership: the name of the customer's side of a resource.

use serde::Deserialize;

use onus_core::resource_matcher::Matcher;
use onus_inventory::Resource;

/// How owners are found.
#[derive(Debug, Clone)]
pub struct Owners {
    /// Tag keys, in the order in which they are tried; whatever the case.
    pub tags: Vec<String>,
    /// Rules for resources without such a tag; the first that matches wins.
    pub rules: Vec<OwnerRule>,
}

/// "What matches belongs to `owner`."
#[derive(Debug, Clone, Deserialize)]
pub struct OwnerRule {
    /// The team.
    pub owner: String,
    /// Which resources.
    #[serde(flatten)]
    pub resources: Matcher,
}

impl Default for Owners {
    fn default() -> Self {
        Self {
            tags: vec!["owner".to_owned(), "team".to_owned()],
            rules: Vec::new(),
        }
    }
}

impl Owners {
    /// The owner of a resource, if one is known: by tag first, since a tag speaks
    /// of this one resource, then by rule.
    pub fn of<'a>(&'a self, resource: &'a Resource) -> Option<&'a str> {
        let tagged = self.tags.iter().find_map(|key| {
            resource
                .tags
                .iter()
                .find(|(name, value)| name.eq_ignore_ascii_case(key) && !value.trim().is_empty())
                .map(|(_, value)| value.trim())
        });
        tagged.or_else(|| {
            self.rules
                .iter()
                .find(|rule| {
                    rule.resources
                        .matches(&resource.id, &resource.kind, &resource.scope)
                })
                .map(|rule| rule.owner.as_str())
        })
    }
}
