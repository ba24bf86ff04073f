//! Fixes of a control: the texts of its METADATA, with placeholders, and the variant of them
//! that fits a finding.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::metadata;
use crate::type_globs::TypeGlobs;

/// The placeholders that a decision fills in.
pub const PLACEHOLDERS: [&str; 13] = [
    "id",
    "name",
    "type",
    "kind",
    "parent",
    "group",
    "account",
    "subscription",
    "location",
    "region",
    "child",
    "item",
    "property",
];

/// What to do about a violation, with placeholders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixes {
    /// One sentence.
    pub summary: String,
    /// Commands and settings by tool.
    #[serde(flatten)]
    pub commands: BTreeMap<String, String>,
    /// What differs in some cases, by the name of the case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, FixVariant>,
}

/// What differs from the usual fix in one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixVariant {
    /// The resource types that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<TypeGlobs>,
    /// The places of findings that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<TypeGlobs>,
    /// Another sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Other commands and settings by tool; those of other tools stay.
    #[serde(flatten)]
    pub commands: BTreeMap<String, String>,
}

/// The fix for one finding, with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix<'f> {
    /// One sentence.
    pub summary: &'f str,
    /// Commands and settings by tool.
    pub commands: BTreeMap<&'f str, &'f str>,
}

/// A finding names a variant that the METADATA does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a finding's `fix` is `{0}`, and `remediation.variants` has no variant of this name")]
pub struct UnknownVariant(pub String);

impl Fixes {
    /// Compiles the fixes of a METADATA block.
    ///
    /// # Errors
    /// The first glob of a variant that is wrong, and why.
    pub fn of(metadata: &metadata::Remediation) -> Result<Self, (String, String)> {
        let glob = |glob: &Option<String>| {
            let one = glob.as_ref().map(std::slice::from_ref);
            one.map(TypeGlobs::new).transpose()
        };
        let mut variants = BTreeMap::new();
        for (name, variant) in &metadata.variants {
            let compiled = FixVariant {
                resources: glob(&variant.resources)?,
                pointer: glob(&variant.pointer)?,
                summary: variant.summary.clone(),
                commands: variant.commands.clone(),
            };
            variants.insert(name.clone(), compiled);
        }
        Ok(Self {
            summary: metadata.summary.clone(),
            commands: metadata.commands.clone(),
            variants,
        })
    }

    /// The fix for a finding about a resource of type `kind`: the usual one, changed by the
    /// variants whose conditions all hold, in the order of their names, and last by the one
    /// that the finding names.
    ///
    /// # Errors
    /// There is no variant of that name.
    pub fn for_finding(
        &self,
        kind: &str,
        pointer: Option<&str>,
        named: Option<&str>,
    ) -> Result<Fix<'_>, UnknownVariant> {
        let named = match named {
            None => None,
            Some(name) => Some(
                self.variants
                    .get(name)
                    .ok_or_else(|| UnknownVariant(name.to_owned()))?,
            ),
        };
        let mut fix = Fix {
            summary: &self.summary,
            commands: texts(&self.commands).collect(),
        };
        let fitting = self.variants.values().filter(|v| v.fits(kind, pointer));
        for variant in fitting.chain(named) {
            if let Some(summary) = &variant.summary {
                fix.summary = summary;
            }
            fix.commands.extend(texts(&variant.commands));
        }
        Ok(fix)
    }
}

impl FixVariant {
    /// Whether its conditions hold; a variant without conditions has to be named.
    fn fits(&self, kind: &str, pointer: Option<&str>) -> bool {
        let is_of_type = self.resources.as_ref().map(|globs| globs.matches(kind));
        let is_there = self
            .pointer
            .as_ref()
            .map(|globs| pointer.is_some_and(|pointer| globs.matches(pointer)));
        match (is_of_type, is_there) {
            (None, None) => false,
            (of_type, there) => of_type.unwrap_or(true) && there.unwrap_or(true),
        }
    }
}

fn texts(commands: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    commands.iter().map(|(tool, text)| (&**tool, &**text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Fixes, UnknownVariant};

    fn fixes() -> Fixes {
        serde_json::from_value(json!({
            "summary": "Close it.",
            "az": "usual", "terraform": "usual",
            "variants": {
                "child": {"pointer": ["/related/children/**"], "az": "child"},
                "slot": {"resources": ["*/sites/slots"], "az": "slot"},
                "windows": {"summary": "Close the window.", "terraform": "windows"},
            },
        }))
        .unwrap()
    }

    fn chosen(kind: &str, pointer: Option<&str>, named: Option<&str>) -> [String; 3] {
        let fixes = fixes();
        let fix = fixes.for_finding(kind, pointer, named).unwrap();
        [fix.summary, fix.commands["az"], fix.commands["terraform"]].map(str::to_owned)
    }

    #[test]
    fn a_fix_fits_type_place_and_name() {
        let usual = ["Close it.", "usual", "usual"];
        assert_eq!(chosen("microsoft.web/sites", None, None), usual);
        assert_eq!(
            chosen("microsoft.web/sites", Some("/properties/x"), None),
            usual
        );
        let slot = ["Close it.", "slot", "usual"];
        assert_eq!(chosen("Microsoft.Web/sites/slots", None, None), slot);
        let child = ["Close it.", "child", "usual"];
        let place = Some("/related/children/a~1b/0/properties/allow");
        assert_eq!(chosen("microsoft.web/sites", place, None), child);
        // Of several that fit, the later name counts.
        assert_eq!(chosen("microsoft.web/sites/slots", place, None), slot);
        let windows = ["Close the window.", "usual", "windows"];
        assert_eq!(chosen("a/b", None, Some("windows")), windows);
    }

    #[test]
    fn a_variant_that_is_not_there_is_an_error() {
        let fixes = fixes();
        let error = fixes.for_finding("a/b", None, Some("linux")).unwrap_err();
        assert_eq!(error, UnknownVariant("linux".to_owned()));
    }
}
