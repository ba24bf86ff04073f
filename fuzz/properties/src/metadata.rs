//! METADATA blocks: parsing ends, and what loads is what the published schema allows.

use std::sync::LazyLock;

use jsonschema::Validator;
use onus::document::Document;
use onus::policy::metadata::{Block, blocks, schema};
use onus::policy::{LoadErrorKind, Origin, PolicyFile, PolicySet, PolicySources};
use serde_json::Value as Json;

use crate::evaluation::settings;
use crate::within_time;

/// The text of a policy, or the YAML of a block.
pub fn metadata(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let text = if text.contains("# METADATA") {
        text.into_owned()
    } else {
        let lines = text.lines().map(|line| format!("# {line}\n"));
        format!("# METADATA\n{}", lines.collect::<String>())
    };
    for block in within_time(text.len(), || blocks(&text)) {
        check(&text, &block);
    }
}

fn check(text: &str, block: &Block) {
    let is_stretch = |range: &std::ops::Range<usize>| text.get(range.clone()).is_some();
    assert!(is_stretch(&block.range), "a block is in its text");
    assert!(block.end <= text.len(), "a block ends in its text");
    assert!(is_stretch(&block.heading()), "a heading is in its text");
    match within_time(text.len(), || block.parse()) {
        Err(errors) => {
            assert!(!errors.is_empty(), "a refusal has a reason");
            for error in errors {
                assert!(is_stretch(&error.range), "an error is in its text");
                assert!(!error.message.is_empty(), "an error has a message");
            }
        }
        Ok(_) => {
            let value = block.value().expect("what can be read has a value");
            // An empty block is no more than a comment.
            if value.is_null() {
                return;
            }
            loads_as_the_schema_says(text.get(block.range.clone()).unwrap_or_default(), &value);
        }
    }
}

/// Loads a package with a block, and with the rules that its kind needs.
fn loads_as_the_schema_says(block: &str, value: &Json) {
    static SCHEMA: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::draft202012::new(&schema()).expect("it is a schema"));
    let has = |key: &str| {
        value
            .pointer(&format!("/custom/{key}"))
            .is_some_and(|value| !value.is_null())
    };
    // The package would be a library, of which nothing reads METADATA.
    if !(has("id") || has("severity") || has("kind")) {
        return;
    }
    let mut rules = String::from("table := {}\n");
    if has("id") || has("severity") {
        rules.push_str("\ndeny contains 1 if input.x\n");
    }
    if has("kind") {
        rules.push_str("\nresponsibility := {}\n");
    }
    let text = format!("{block}\npackage acme.x\n\n{rules}");
    let file = PolicyFile::new(Origin::User, Document::new("x.rego", text));
    let sources = PolicySources {
        files: vec![file],
        ..PolicySources::default()
    };
    let loaded = PolicySet::load(&sources, &settings()).expect("the engine is set up");
    // Lines that are too long are the engine's to refuse, and whether a glob is one is
    // not for a schema to check.
    let is_of_schema = |kind: &LoadErrorKind| {
        !matches!(
            kind,
            LoadErrorKind::BadGlob { .. }
                | LoadErrorKind::Engine { .. }
                | LoadErrorKind::Syntax { .. }
        )
    };
    let refused = loaded.errors.iter().any(|error| is_of_schema(&error.kind));
    let unsure = !loaded.errors.is_empty() && !refused;
    if !unsure {
        let reasons: Vec<String> = loaded.errors.iter().map(|e| e.kind.to_string()).collect();
        assert_eq!(
            SCHEMA.is_valid(value),
            !refused,
            "loading and the schema differ about {value}: {reasons:?}"
        );
    }
}
