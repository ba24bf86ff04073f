//! The catalogue that is embedded in the program: everything under `policies/`
//! but the tests.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::document::Document;

use super::source::{Origin, PolicyFile};

static CATALOGUE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// The embedded policies, sorted by path.
pub fn builtin() -> Vec<PolicyFile> {
    let mut files = Vec::new();
    collect(&CATALOGUE, &mut files);
    files.sort_by(|a, b| a.document.name().cmp(b.document.name()));
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<PolicyFile>) {
    for file in folder.files() {
        let path = format!("policies/{}", file.path().display());
        if path.ends_with(".rego")
            && !path.ends_with("_test.rego")
            && let Some(text) = file.contents_utf8()
        {
            files.push(PolicyFile {
                document: Arc::new(Document::new(path, text)),
                origin: Origin::Builtin,
            });
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}
