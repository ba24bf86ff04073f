use std::time::Duration;

use jsonschema::Validator;
use serde_json::Value as Json;
use serde_json::json;

use super::schema;
use crate::catalogue::builtin;
use crate::engine::Engine;
use crate::load::error::LoadErrorKind;
use crate::load::policy_file::Unit;
use crate::metadata::{Block, blocks};
use crate::policy_text::PolicyFile;
use onus_core::document::Document;
use onus_core::source_id::Origin;

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// What loading says of a package with this block, which has the rules that it needs to
/// be what it says it is; whether a glob is sound is not for a schema to say.
fn refused(block: &Json) -> Vec<LoadErrorKind> {
    let says = |key: &str| {
        block
            .pointer(&format!("/custom/{key}"))
            .is_some_and(|value| !value.is_null())
    };
    let mut rules = vec!["table := {}"];
    if says("id") || says("severity") {
        rules.push("deny contains 1 if input.x");
    }
    if says("kind") {
        rules.push("responsibility := {}");
    }
    let text = format!(
        "# METADATA\n# {block}\npackage acme.x\n\n{}\n",
        rules.join("\n\n")
    );
    let mut engine = Engine::new(Duration::from_secs(1), 0).unwrap();
    let file = PolicyFile::new(Origin::User, Document::new("x.rego", text));
    let module = engine
        .add_policy(&file.source, file.document.text())
        .unwrap();
    let errors = Unit::of(&file, module).err().unwrap_or_default();
    errors
        .into_iter()
        .map(|error| error.kind)
        .filter(|kind| !matches!(kind, LoadErrorKind::BadGlob { .. }))
        .collect()
}

fn control() -> Json {
    json!({
        "title": "T", "description": "D", "related_resources": [{"ref": "https://example.com"}, "https://example.org"],
        "custom": {
            "id": "ACME-1", "aliases": ["ACME-0"], "severity": "high", "layer": "data", "kind": "control",
            "resources": ["microsoft.storage/*"], "needs": ["nic.subnet.nsg", "children.a.b/c"], "changes": ["delete", "drift"],
            "remediation": {"summary": "S", "az": "az x", "variants": {"slot": {"resources": "a.b/c", "pointer": "/x/**", "summary": "S", "az": "az y"}}}, "frameworks": {"mcsb": ["DP-3"]}, "deprecated": false, "on_request": true,
            "owner": "me",
        },
    })
}

fn sound() -> Vec<Json> {
    let edition = json!({"id": "acme-2026", "providers": ["azure"], "published": 2026});
    let mut inventory = control();
    inventory["custom"]["resources"] = json!("inventory");
    inventory["custom"]["needs"] = json!([]);
    inventory["custom"]["changes"] = json!([]);
    vec![
        control(),
        inventory,
        json!({"title": "T", "custom": {"id": "B", "kind": "boundary", "tier": "edition", "resources": ["*"], "edition": edition}}),
        json!({"title": "T", "custom": {"id": "B", "kind": "boundary", "tier": "service", "resources": ["*"]}}),
        json!({"custom": {"kind": "types"}}),
        json!({"title": "helpers", "scope": "package", "custom": {"id": null}}),
        json!({"custom": {"team": "platform"}}),
    ]
}

/// Every pointer into a document, the root's too.
fn places(value: &Json, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Json::Object(fields) => {
            for (key, part) in fields {
                places(part, &format!("{at}/{key}"), found);
            }
        }
        Json::Array(items) => {
            for (index, part) in items.iter().enumerate() {
                places(part, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// A document with one thing taken out or replaced, in every way.
fn changed(block: &Json) -> Vec<Json> {
    let others = [
        json!(null),
        json!(true),
        json!(1),
        json!(1.5),
        json!("text"),
        json!(""),
        json!([]),
        json!(["a"]),
        json!([1]),
        json!([null]),
        json!([[]]),
        json!({}),
        json!({"a": 1}),
        json!({"a": "b"}),
        json!({"a": ["b"]}),
        json!({"summary": "S", "az": 1}),
        json!({"ref": 1}),
        json!({"ref": null}),
        json!("boundary"),
        json!("types"),
        json!("edition"),
        json!("High"),
        json!("os.guest"),
        json!("children"),
        json!("a.b.c.d"),
        json!("a.b.c.d.e"),
        json!("a..b"),
        json!("children."),
        json!("a.children"),
        json!("a.b.c.children.x"),
        json!("a.b.c.d.children.x"),
    ];
    let mut pointers = Vec::new();
    places(block, "", &mut pointers);
    let mut all = Vec::new();
    for pointer in pointers {
        for other in &others {
            let mut whole = block.clone();
            *whole.pointer_mut(&pointer).unwrap() = other.clone();
            all.push(whole);
        }
        let Some((around, key)) = pointer.rsplit_once('/') else {
            continue;
        };
        let mut whole = block.clone();
        if let Json::Object(fields) = whole.pointer_mut(around).unwrap() {
            fields.remove(key);
            all.push(whole);
        }
    }
    all
}

/// `ONUS_UPDATE_SCHEMA=1 cargo test --lib schema` rewrites the file.
#[test]
fn the_published_schema_of_metadata_is_current() {
    let path = concat!(
        concat!(env!("CARGO_MANIFEST_DIR"), "/../.."),
        "/docs/schema/metadata.schema.json"
    );
    let current = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    if std::env::var_os("ONUS_UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), current);
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn every_block_of_the_catalogue_is_valid() {
    let validator = validator();
    let files = builtin();
    let blocks: Vec<Block> = files
        .iter()
        .flat_map(|file| blocks(file.document.text()))
        .collect();
    assert!(blocks.len() > 100, "{}", blocks.len());
    for block in &blocks {
        let value = block.value().unwrap();
        if let Err(error) = validator.validate(&value) {
            panic!("{error} at {} of {value:#}", error.instance_path());
        }
    }
}

/// The blocks in the pages about METADATA that are called wrong are wrong for the
/// schema too, and those of other pages, and what is called right, are not.
#[test]
fn pages_and_schema_agree() {
    let validator = validator();
    let about_metadata = ["metadata", "metadata-key", "bad-need"];
    let mut wrong = Vec::new();
    for code in crate::lint::pages() {
        let page = crate::lint::page(code).unwrap();
        for part in page.split("\n## ").skip(1) {
            let is_sound = |block: &Block| {
                block
                    .value()
                    .is_some_and(|value| validator.is_valid(&value))
            };
            for block in blocks(part).iter().filter(|block| !is_sound(block)) {
                assert!(
                    part.starts_with("Wrong") && about_metadata.contains(&code),
                    "{code}: {block:?}"
                );
                wrong.push(code);
            }
        }
    }
    wrong.sort_unstable();
    assert_eq!(wrong, ["bad-need", "metadata", "metadata-key"]);
}

/// Whatever is changed in a block, loading takes it exactly when the schema does, and
/// when loading doesn't, the message says which key is meant.
#[test]
fn the_schema_takes_what_loading_takes() {
    let validator = validator();
    let mut differences = Vec::new();
    for block in sound() {
        assert_eq!(refused(&block), [], "{block}");
        for block in std::iter::once(block.clone()).chain(changed(&block)) {
            let errors = refused(&block);
            if errors.is_empty() != validator.is_valid(&block) {
                differences.push(format!("{errors:?}: {block}"));
            }
            for error in errors {
                if error.to_string().contains("not YAML") {
                    differences.push(format!("{error}: {block}"));
                }
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
