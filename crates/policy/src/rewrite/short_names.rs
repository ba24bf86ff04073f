//! Short names for packages, within one engine.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::rewrite::edit::Edit;

/// What the packages of one engine are called in it.
#[derive(Debug, Default)]
pub struct Names<'t>(BTreeMap<Cow<'t, str>, String>);

impl<'t> Names<'t> {
    /// A name of one part for each package of some files, none of which is `taken`.
    /// When a file needs full names, all packages keep theirs.
    pub fn short_for(
        files: impl IntoIterator<Item = &'t [Edit]>,
        taken: &BTreeSet<String>,
    ) -> Self {
        let packages: Option<BTreeSet<&'t str>> = files.into_iter().map(package_of).collect();
        let names = (0..)
            .map(|number| format!("p{number}"))
            .filter(|name| !taken.contains(name));
        Self(
            packages
                .unwrap_or_default()
                .into_iter()
                .map(Cow::Borrowed)
                .zip(names)
                .collect(),
        )
    }

    /// The same names, without the files.
    pub fn to_static(&self) -> Names<'static> {
        let owned = |(package, name): (&Cow<'_, str>, &String)| {
            (Cow::Owned(package.clone().into_owned()), name.clone())
        };
        Names(self.0.iter().map(owned).collect())
    }

    /// The short name of a package that is written as `data.a.b`.
    pub fn short(&self, package: &str) -> Option<&str> {
        self.0.get(package).map(String::as_str)
    }

    /// The path of a package that is written as `data.a.b`.
    pub fn path(&self, package: &str) -> String {
        match self.short(package) {
            Some(short) => format!("data.{short}"),
            None => package.to_owned(),
        }
    }

    /// The path of a rule of a file.
    pub fn rule(&self, file: &[Edit], rule: &str) -> String {
        package_of(file)
            .and_then(|package| Some((self.short(package)?, rule.strip_prefix(package)?)))
            .map_or_else(
                || rule.to_owned(),
                |(short, rest)| format!("data.{short}{rest}"),
            )
    }
}

/// The package of a file, unless the file needs full names.
fn package_of(file: &[Edit]) -> Option<&str> {
    file.iter().find_map(|edit| match edit {
        Edit::Package(_, package) => Some(package.as_str()),
        _ => None,
    })
}
