//! The entry of the catalogue's index: what is known about an embedded policy without
//! parsing it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::metadata::EditionMetadata;
use crate::model::PolicyContents;
use crate::rewrite::edit::Edit;
use onus_core::decision::hex;

/// What the index says of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The file.
    pub path: String,
    /// Hash of the text that the entry was made from, in hexadecimal.
    pub hash: String,
    /// Every file that it refers to, directly or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// What to change in its text before the engine is given it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// The questions about it.
    pub contents: PolicyContents,
}

/// Whether an entry was made from this text. An entry of another text is not
/// used, so an index that is out of date costs time and nothing else.
pub fn text_hash(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hex(hash.get(..16).unwrap_or_default())
}

impl Entry {
    /// Its package, as `data.a.b`.
    pub fn package(&self) -> Option<&str> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Package(_, package) => Some(package.as_str()),
            _ => None,
        })
    }

    /// Its path and those of every file that it refers to, directly or not.
    pub fn with_needs(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.path)
            .chain(&self.needs)
            .map(String::as_str)
    }

    /// Its id and its aliases, if it has them.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let (id, aliases) = match &self.contents {
            PolicyContents::Control(control) => (Some(&control.about.id), &control.aliases[..]),
            PolicyContents::Boundary(boundary) => (Some(&boundary.id), &[][..]),
            PolicyContents::Nothing | PolicyContents::Types(_) => (None, &[][..]),
        };
        id.into_iter().chain(aliases).map(String::as_str)
    }

    /// The edition that it is, if it is one.
    pub fn edition(&self) -> Option<&EditionMetadata> {
        match &self.contents {
            PolicyContents::Boundary(boundary) => boundary.edition.as_ref(),
            _ => None,
        }
    }
}
