//! What several modules need: the crate's folder, the embedded policy set, made
//! up resources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use onus::Pointer;
use onus::decision::{Answer, Scope};
use onus::document::Document;
use onus::engine::Value;
use onus::inventory::{Body, Resource};
use onus::policy::{Loaded, PolicySet, PolicySources, Settings, builtin};
use onus::vocabulary::{Phase, ServiceModel};
use serde_json::Value as Json;

/// 2026-11-21, the instant of all tests.
pub const NOW: i64 = 1_795_219_200_000_000_000;

/// The crate's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the crate whose name ends with `ending`, sorted.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("the folder can be read").into_path())
        .filter(|path| path.to_string_lossy().ends_with(ending) && path.is_file())
        .collect();
    found.sort();
    found
}

/// How the tests load policies.
pub fn settings() -> Settings {
    Settings {
        limit: Duration::from_secs(20),
        now: NOW,
        params: Value::object::<&str>([]),
        own_catalogue: false,
        check_builtin: true,
    }
}

/// The embedded catalogue, loaded once.
pub fn catalogue() -> &'static PolicySet {
    static SET: LazyLock<PolicySet> = LazyLock::new(|| {
        let sources = PolicySources {
            files: builtin(),
            ..PolicySources::default()
        };
        let Loaded { set, errors, .. } =
            PolicySet::load(&sources, &settings()).expect("the engine can be set up");
        let errors: Vec<String> = errors
            .iter()
            .map(|error| error.problem().to_string())
            .collect();
        assert!(
            errors.is_empty(),
            "the catalogue has errors:\n{}",
            errors.join("\n")
        );
        set
    });
    &SET
}

/// A resource made by hand; `record` may hold `properties`, `raw`, and parts of
/// the header.
pub fn resource(kind: &str, provider: &str, record: &Json) -> Resource {
    let text = |key: &str| record.get(key).and_then(Json::as_str).map(str::to_owned);
    let mut properties = record
        .get("properties")
        .cloned()
        .unwrap_or_else(|| serde_json::json!({}));
    // No provider reports a deployed resource without any property.
    if let Some(fields) = properties
        .as_object_mut()
        .filter(|fields| fields.is_empty())
    {
        fields.insert("provisioningState".to_owned(), "Succeeded".into());
    }
    let body = serde_json::json!({
        "properties": properties,
        "raw": record.get("raw"),
    });
    let document = Arc::new(Document::new("golden.json", body.to_string()));
    let tags = record
        .get("tags")
        .and_then(Json::as_object)
        .into_iter()
        .flatten();
    Resource {
        id: text("id").unwrap_or_else(|| "/r".to_owned()),
        kind: kind.to_owned(),
        name: text("name").unwrap_or_else(|| "r".to_owned()),
        provider: provider.to_owned(),
        location: text("location"),
        scope: Scope::default(),
        tags: tags
            .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect::<BTreeMap<_, _>>(),
        phase: text("phase").map_or(Phase::Deployed, |phase| parsed(&phase)),
        model: text("model").map(|model| parsed::<ServiceModel>(&model)),
        unknown: Vec::new(),
        sensitive: Vec::new(),
        claims: Vec::new(),
        aliases: Vec::new(),
        edges: Vec::new(),
        subject: None,
        change: None,
        body: Body {
            range: 0..document.text().len(),
            document,
            pointer: Pointer::root(),
            properties: Pointer::parse("/properties"),
            raw: if record.get("raw").is_some() {
                Pointer::parse("/raw")
            } else {
                Pointer::root()
            },
        },
    }
}

/// A word of the vocabulary.
pub fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(word: &str) -> T {
    word.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The provider that a type's spelling gives away.
pub fn provider_of(kind: &str) -> &'static str {
    let kind = kind.to_ascii_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| kind.starts_with(start));
    if begins(&["microsoft.", "azurerm_", "azapi_", "azuread_"]) {
        "azure"
    } else if begins(&["aws::", "aws_"]) {
        "aws"
    } else if begins(&["google_"]) || kind.contains("googleapis.com/") {
        "gcp"
    } else if begins(&["m365/"]) {
        "m365"
    } else if kind
        .split_once('/')
        .is_some_and(|(namespace, _)| namespace.contains('.'))
    {
        // What others offer through Azure: `datadog.monitors/...`.
        "azure"
    } else {
        "other"
    }
}

/// `kind` or `kind name` of whoever is accountable, or why nobody is.
pub fn said(answer: &Answer) -> String {
    match answer {
        Answer::Assigned(_) => answer
            .accountable()
            .map_or_else(String::new, |party| match &party.name {
                Some(name) => format!("{} {name}", party.kind),
                None => party.kind.to_string(),
            }),
        Answer::Unassigned { .. } => "nobody".to_owned(),
        Answer::Conflict { reason } => format!("conflict: {reason}"),
        Answer::Unknown { pointer } => format!("unknown: {pointer}"),
        Answer::Failed { reason, .. } => format!("failed: {reason}"),
    }
}
