//! Resource pattern of a waiver: a glob over ids, or over the names in ids.

use globset::{Glob, GlobBuilder, GlobMatcher};
use serde::{Deserialize, Deserializer};

use onus_core::decision::ResourceRef;
use onus_inventory::{IdForm, name_of_id};

/// A glob over resources. One with a `/`, an ARN, a URN or the address of a Terraform
/// instance is about ids; any other one is about the name that a resource's id gives.
/// The `name` of a record is never looked at: whoever writes a record chooses it.
#[derive(Debug, Clone)]
pub struct ResourcePattern {
    text: String,
    about: About,
    exact: GlobMatcher,
    /// For ids that are the same whatever the case.
    folded: GlobMatcher,
}

/// What a pattern is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Id,
    Name,
}

impl ResourcePattern {
    /// Compiles a pattern. `*` stays within one part of a path, `**` does not.
    ///
    /// # Errors
    /// The glob is wrong; the message names it.
    pub fn new(text: &str) -> Result<Self, String> {
        let is_address = is_address(text);
        let is_id = is_address
            || text.contains('/')
            || ["arn:", "urn:"].iter().any(|start| {
                text.get(..start.len())
                    .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
            });
        // The brackets of an address hold a key, not a class of characters.
        let glob = if is_address {
            text.replace('[', "\u{0}")
                .replace(']', "[]]")
                .replace('\u{0}', "[[]")
        } else {
            text.to_owned()
        };
        let compiled = |folded: bool| -> Result<Glob, globset::Error> {
            GlobBuilder::new(&glob)
                .literal_separator(true)
                .case_insensitive(folded)
                .build()
        };
        let wrong = |error: globset::Error| format!("`{text}` is not a glob: {}", error.kind());
        Ok(Self {
            text: text.to_owned(),
            about: if is_id { About::Id } else { About::Name },
            exact: compiled(false).map_err(wrong)?.compile_matcher(),
            folded: compiled(true).map_err(wrong)?.compile_matcher(),
        })
    }

    /// Whether a resource is among those that are accepted.
    pub fn matches(&self, resource: &ResourceRef) -> bool {
        let form = IdForm::of(&resource.id, &resource.kind);
        let glob = if form.ignores_case() {
            &self.folded
        } else {
            &self.exact
        };
        match self.about_ids_of(form) {
            About::Id => glob.is_match(&resource.id),
            About::Name => glob.is_match(name_of_id(&resource.id, &resource.kind)),
        }
    }

    /// A name in Terraform has no dot, so a pattern with one is about addresses there.
    fn about_ids_of(&self, form: IdForm) -> About {
        match form {
            IdForm::Terraform if self.text.contains('.') => About::Id,
            _ => self.about,
        }
    }

    /// Whether it accepts several resources on purpose: every resource, or whatever has
    /// an id of that form.
    pub fn means_several(&self) -> bool {
        let is_glob = self.text.contains(['*', '?', '{']);
        let is_any = self.text.chars().all(|c| c == '*');
        is_any || (self.about == About::Id && is_glob)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Whether a pattern is the address of a Terraform instance, or a glob over such:
/// `module.app.aws_s3_bucket.logs`, `aws_s3_bucket.*`, `module.*`. Types of Terraform
/// are a provider and a name joined by `_`, in lower case.
fn is_address(text: &str) -> bool {
    let Some((first, rest)) = text.split_once('.') else {
        return false;
    };
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-*?".contains(c);
    let is_type = first.contains('_')
        && first.starts_with(|c: char| c.is_ascii_lowercase())
        && first.chars().all(word);
    !rest.is_empty() && (first == "module" || first == "data" || is_type)
}

impl<'de> Deserialize<'de> for ResourcePattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use onus_core::decision::{Verdict, sample};

    fn resource(id: &str, kind: &str, name: &str) -> ResourceRef {
        let about = sample("C-1", id, Verdict::Deny).resource;
        let mut about = Arc::into_inner(about).unwrap();
        about.kind = kind.to_owned();
        about.name = name.to_owned();
        about
    }

    fn matches(pattern: &str, id: &str, kind: &str) -> bool {
        ResourcePattern::new(pattern)
            .unwrap()
            .matches(&resource(id, kind, "spoofed"))
    }

    #[test]
    fn patterns_match_ids_and_the_names_in_them() {
        const AZURE: &str =
            "/subscriptions/s/resourcegroups/rg-a/providers/microsoft.storage/storageaccounts/sta";
        for (pattern, id, kind, expected) in [
            ("sta", AZURE, "t", true),
            ("STA", AZURE, "t", true),
            ("st*", AZURE, "t", true),
            ("spoofed", AZURE, "t", false),
            ("storageaccounts", AZURE, "t", false),
            ("**/storageAccounts/sta", AZURE, "t", true),
            ("**/rg-b/**", AZURE, "t", false),
            ("arn:aws:s3:::logs", "arn:aws:s3:::logs", "t", true),
            ("arn:aws:s3:::l*", "arn:aws:s3:::logs", "t", true),
            ("arn:aws:s3:::Logs", "arn:aws:s3:::logs", "t", false),
            ("logs", "arn:aws:s3:::logs", "t", true),
            ("LOGS", "arn:aws:s3:::logs", "t", false),
            ("i-0", "i-0", "t", true),
            ("logs", "module.a.aws_s3_bucket.logs", "aws_s3_bucket", true),
            (
                "aws_s3_bucket.logs",
                "module.a.aws_s3_bucket.logs",
                "aws_s3_bucket",
                false,
            ),
            (
                "module.a.*",
                "module.a.aws_s3_bucket.logs",
                "aws_s3_bucket",
                true,
            ),
            (
                "*.logs",
                "module.a.aws_s3_bucket.logs",
                "aws_s3_bucket",
                true,
            ),
            (
                "aws_s3_bucket.logs[0]",
                "aws_s3_bucket.logs[0]",
                "aws_s3_bucket",
                true,
            ),
            (
                "aws_s3_bucket.logs[0]",
                "aws_s3_bucket.logs0",
                "aws_s3_bucket",
                false,
            ),
            (
                "aws_s3_bucket.x[\"a/b\"]",
                "aws_s3_bucket.x[\"a/b\"]",
                "aws_s3_bucket",
                true,
            ),
            // What is called like an address is not at that address.
            (
                "aws_s3_bucket.logs",
                "/subscriptions/s/providers/a.b/c/aws_s3_bucket.logs",
                "a.b/c",
                false,
            ),
            (
                "my.zone.example",
                "//dns/zones/my.zone.example",
                "dns",
                true,
            ),
            (
                "web",
                "shop/apps/deployment/web",
                "apps/v1/Deployment",
                true,
            ),
        ] {
            assert_eq!(matches(pattern, id, kind), expected, "{pattern} for {id}");
        }
    }

    #[test]
    fn some_patterns_are_about_several_on_purpose() {
        let several = |text: &str| ResourcePattern::new(text).unwrap().means_several();
        assert!(several("*") && several("**/rg-a/**") && several("module.a.*"));
        assert!(!several("sta") && !several("st*") && !several("aws_s3_bucket.logs[0]"));
    }

    proptest! {
        /// What an inventory calls a resource never decides whether it is waived.
        #[test]
        fn a_spoofed_name_waives_nothing(
            name in "[a-z0-9.*_-]{1,12}",
            id in "(/subscriptions/s/providers/a\\.b/c/|arn:aws:s3:::|x/y/|)[a-z][a-z0-9]{0,8}",
        ) {
            let pattern = ResourcePattern::new(&name).unwrap();
            let spoofed = pattern.matches(&resource(&id, "aws_x", &name));
            let honest = pattern.matches(&resource(&id, "aws_x", name_of_id(&id, "aws_x")));
            prop_assert_eq!(spoofed, honest);
            let globbed = globset::Glob::new(&name).unwrap().compile_matcher();
            prop_assert!(!spoofed || globbed.is_match(name_of_id(&id, "aws_x")));
        }
    }
}
