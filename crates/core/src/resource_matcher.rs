//! Resource matchers: the resources of an owner, a claim or a waiver, as globs over id, type
//! and scope.

use globset::{GlobBuilder, GlobMatcher};
use serde::{Deserialize, Deserializer};

use crate::decision::Scope;

/// A glob, compiled when it is read; matches whatever the case.
#[derive(Debug, Clone)]
pub struct Glob {
    text: String,
    matcher: GlobMatcher,
}

impl Glob {
    /// Compiles a glob. `*` stays within one part of a path, `**` does not.
    ///
    /// # Errors
    /// The glob is wrong; the message names it.
    pub fn new(text: &str) -> Result<Self, String> {
        GlobBuilder::new(text)
            .literal_separator(true)
            .case_insensitive(true)
            .build()
            .map(|glob| Self {
                text: text.to_owned(),
                matcher: glob.compile_matcher(),
            })
            .map_err(|error| format!("`{text}` is not a glob: {}", error.kind()))
    }

    /// Whether a text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.matcher.is_match(text)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<'de> Deserialize<'de> for Glob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

/// Conditions that must all hold; none at all holds for every resource.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matcher {
    /// Glob over the canonical id.
    pub id: Option<Glob>,
    /// Glob over the canonical type.
    #[serde(rename = "type")]
    pub kind: Option<Glob>,
    /// Glob over the tenant, the account, the group, or `account/group`.
    pub scope: Option<Glob>,
}

impl Matcher {
    /// Whether it matches a resource.
    pub fn matches(&self, id: &str, kind: &str, scope: &Scope) -> bool {
        self.id.as_ref().is_none_or(|glob| glob.matches(id))
            && self.kind.as_ref().is_none_or(|glob| glob.matches(kind))
            && self
                .scope
                .as_ref()
                .is_none_or(|glob| scope_names(scope).iter().any(|name| glob.matches(name)))
    }
}

fn scope_names(scope: &Scope) -> Vec<String> {
    let mut names: Vec<String> = [&scope.tenant, &scope.account, &scope.group]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if let (Some(account), Some(group)) = (&scope.account, &scope.group) {
        names.push(format!("{account}/{group}"));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_match_by_any_of_their_names() {
        let scope = Scope {
            tenant: None,
            account: Some("prod".to_owned()),
            group: Some("rg-payments".to_owned()),
        };
        let matches = |glob: &str| {
            Matcher {
                scope: Some(Glob::new(glob).expect("a glob")),
                ..Matcher::default()
            }
            .matches("id", "type", &scope)
        };
        assert!(matches("prod"));
        assert!(matches("prod/rg-*"));
        assert!(matches("RG-payments"));
        assert!(!matches("dev/*"));
    }
}
