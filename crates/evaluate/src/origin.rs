//! Origins: the inventories that Terraform addresses, logical ids and Kubernetes names are
//! unique within.

use std::collections::BTreeSet;

use onus_core::resource_matcher::Glob;
use onus_inventory::{Resource, Source, has_local_id};

/// The names of inventories.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// Names by path; the first rule that matches counts.
    pub rules: Vec<OriginRule>,
}

/// The name of every inventory whose path matches.
#[derive(Debug, Clone)]
pub struct OriginRule {
    /// Glob over paths as given on the command line. `-` is standard input.
    pub path: Glob,
    /// The name.
    pub name: String,
}

impl Origins {
    /// The origin of a file's resources: its name, else its path as given.
    pub fn of(&self, file: &str) -> String {
        let path = plain(file);
        let shown = if file == Source::STDIN { "-" } else { &path };
        let rule = self.rules.iter().find(|rule| rule.path.matches(shown));
        rule.map_or_else(|| path.clone(), |rule| rule.name.clone())
    }

    /// The origins of some files.
    pub fn of_all<'f>(&self, files: impl IntoIterator<Item = &'f str>) -> BTreeSet<String> {
        files.into_iter().map(|file| self.of(file)).collect()
    }

    /// The origin of a resource whose id is unique within it only; none for other ids.
    pub(crate) fn of_resource(&self, resource: &Resource) -> Option<String> {
        has_local_id(resource).then(|| self.of(resource.body.start().0.name()))
    }
}

/// A path without what changes between systems and spellings: `./a` is `a`.
pub fn plain(path: &str) -> String {
    let mut path = path.replace('\\', "/");
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/').to_owned();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(rules: &[(&str, &str)]) -> Origins {
        let rules = rules.iter().map(|(path, name)| OriginRule {
            path: Glob::new(path).unwrap(),
            name: (*name).to_owned(),
        });
        Origins {
            rules: rules.collect(),
        }
    }

    #[test]
    fn a_file_is_known_by_its_path_or_its_name() {
        let named = origins(&[("plans/prod*.json", "prod"), ("**/*.json", "other")]);
        for (file, origin) in [
            ("plans/prod.json", "prod"),
            ("./plans/prod-2.json", "prod"),
            ("plans/dev.json", "other"),
            ("plans/dev.yaml", "plans/dev.yaml"),
            ("./plans/dev.yaml", "plans/dev.yaml"),
            (".\\plans\\dev.yaml", "plans/dev.yaml"),
            ("../dev.yaml", "../dev.yaml"),
            (Source::STDIN, Source::STDIN),
        ] {
            assert_eq!(named.of(file), origin, "{file}");
        }
        assert_eq!(origins(&[("-", "piped")]).of(Source::STDIN), "piped");
    }

    #[test]
    fn files_of_one_name_have_one_origin() {
        let named = origins(&[("a/*", "a")]);
        assert_eq!(named.of_all(["a/1", "a/2"]).len(), 1);
        assert_eq!(named.of_all(["a/1", "b/1", "./b/1"]).len(), 2);
    }
}
