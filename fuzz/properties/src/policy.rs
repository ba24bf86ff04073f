//! The text of policies: parsing, checks, loading and evaluation end, and evaluation with
//! kept answers gives what `--plain` gives.

use std::sync::{Arc, LazyLock};

use onus::document::Document;
use onus::evaluate::Evaluator;
use onus::inventory::{ReadOptions, Resource, read_document};
use onus::lint::{Known, Levels, Sources, check as lint};
use onus::policy::{Origin, PolicyFile, PolicySet, PolicySources};

use crate::evaluation::{check, lines, options, settings};
use crate::reading::check_problem;
use crate::{quiet_engine, within_time};

/// Any text as a policy.
pub fn policy(data: &[u8]) {
    quiet_engine();
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let size = text.len();
    within_time(size, || lint_text(text));
    evaluate_text(text, &RESOURCES);
}

/// Loads a policy and decides resources with it, in both ways.
///
/// # Panics
/// The two differ.
pub fn evaluate_text(text: &str, resources: &[Resource]) {
    let loaded = within_time(text.len(), || PolicySet::load(&sources(text), &settings()));
    let loaded = loaded.expect("the engine is set up");
    for error in &loaded.errors {
        check_problem(&error.problem());
    }
    if loaded.set.controls.is_empty() && loaded.set.boundaries.is_empty() {
        return;
    }
    let [kept, plain] = [false, true].map(|plain| {
        let evaluator = Evaluator::new(&loaded.set, options(plain));
        let evaluation = within_time(text.len(), || evaluator.evaluate(resources, &|_| {}));
        check(&evaluation);
        lines(&evaluation.decisions)
    });
    assert!(kept == plain, "evaluation and `--plain` differ for\n{text}");
}

fn lint_text(text: &str) {
    static KNOWN: LazyLock<Known> = LazyLock::new(Known::bundled);
    let sources = Sources {
        policies: sources(text),
        own_catalogue: true,
        ..Sources::default()
    };
    let outcome = lint(&sources, &settings(), &KNOWN, &Levels::default());
    for finding in outcome.expect("the engine is set up").findings {
        check_problem(&finding.problem);
    }
}

fn sources(text: &str) -> PolicySources {
    let file = |name, text| PolicyFile::new(Origin::User, Document::new(name, text));
    PolicySources {
        files: vec![file("x.rego", text), file("boundary.rego", BOUNDARY)],
        ..PolicySources::default()
    }
}

/// Without somebody who is responsible, every decision would be `unassigned`.
const BOUNDARY: &str = r#"# METADATA
# title: Everything is the customer's
# custom: {id: BOUNDARY, kind: boundary, tier: organisation, resources: ["*"]}
package everyone

responsibility[layer] := {"performs": [{"party": {"kind": "customer"}, "duty": "all"}], "accountable": {"kind": "customer"}} if {
	some layer in ["data", "configuration", "keys", "identity.users", "endpoint", "application", "runtime", "os.guest", "os.node", "network.controls", "host"]
}
"#;

/// Resources that differ in one thing each.
pub static RESOURCES: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    let record = |id: &str, properties: &str| {
        format!(
            r#"{{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/{id}", "type": "microsoft.storage/storageaccounts", "name": "{id}", "tags": {{"env": "{id}"}}, "properties": {properties}}}"#
        )
    };
    let records = [
        record("a", r#"{"supportsHttpsTrafficOnly": true, "flag": true}"#),
        record("b", r#"{"supportsHttpsTrafficOnly": false, "flag": false}"#),
        record(
            "c",
            r#"{"supportsHttpsTrafficOnly": "true", "networkAcls": {"ipRules": [1, {"value": "a"}]}}"#,
        ),
        record("d", "{}"),
    ];
    let text = format!(
        r#"{{"count": 4, "total_records": 4, "data": [{}]}}"#,
        records.join(",")
    );
    let document = Arc::new(Document::new("t.json", text));
    read_document(&document, &ReadOptions::default()).resources
});
