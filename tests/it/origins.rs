//! Ids that are unique within their inventory only: what is known of one inventory is not
//! known of another.

use serde_json::{Value as Json, json};

use crate::inventories::{plan, template};
use crate::sandbox::{Ran, Sandbox, account, control, export};

const POLICY: [&str; 4] = ["--policy", "open.rego", "--select", "ACME-OPEN-001"];

fn policy() -> String {
    control(
        "acme.open",
        "ACME-OPEN-001",
        "[aws_s3_bucket, \"AWS::S3::Bucket\", apps/v1/Deployment, acme/thing, microsoft.storage/storageaccounts]",
        "deny contains \"it is open\" if input.type != \"closed\"\n",
    )
}

fn bucket() -> String {
    plan(
        &[("aws_s3_bucket", "this", json!({"bucket": "x"}), json!({}))],
        &[],
    )
}

/// A state file of Terraform with a bucket.
fn state() -> String {
    json!({
        "version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "l", "outputs": {},
        "resources": [{
            "mode": "managed", "type": "aws_s3_bucket", "name": "this",
            "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
            "instances": [{"schema_version": 0, "attributes": {"bucket": "x"}}],
        }],
    })
    .to_string()
}

const STACK: &str =
    "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  Site:\n    Type: AWS::S3::Bucket\n";

const MANIFEST: &str =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec: {}\n";

fn arm() -> String {
    template(&[json!({
        "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01",
        "name": "stshop", "location": "westeurope", "properties": {},
    })])
}

fn eval(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.eval(&[&POLICY, arguments].concat())
}

/// One file in two folders; what is known is the denial of the first.
fn twice(name: &str, content: &str) -> Sandbox {
    let sandbox = Sandbox::with("open.rego", policy())
        .file(&format!("a/{name}"), content)
        .file(&format!("b/{name}"), content);
    let file = format!("a/{name}");
    let written = eval(&sandbox, &[&file, "--write-baseline", "known.json", "-q"]);
    assert_eq!(written.code, 0, "{}", written.transcript());
    sandbox
}

/// Whether each denial of a run is in the baseline, in the order of their files.
fn known(sandbox: &Sandbox, arguments: &[&str]) -> (i32, Vec<bool>) {
    let more = [&["--baseline", "known.json"], arguments].concat();
    let (code, decisions) = sandbox.decide(&[&POLICY, more.as_slice()].concat());
    let mut known: Vec<(String, bool)> = decisions
        .iter()
        .map(|decision| {
            let file = decision["resource"]["source"]["file"].as_str().unwrap();
            (file.to_owned(), decision["in_baseline"] == true)
        })
        .collect();
    known.sort();
    (code, known.into_iter().map(|(_, known)| known).collect())
}

#[test]
fn the_same_local_id_in_another_inventory_is_new() {
    let record = json!({"id": "web", "type": "acme/thing", "provider": "acme", "properties": {}});
    for (name, content) in [
        ("plan.json", bucket()),
        ("terraform.tfstate", state()),
        ("stack.yaml", STACK.to_owned()),
        ("cluster.yaml", MANIFEST.to_owned()),
        ("azuredeploy.json", arm()),
        ("records.json", record.to_string()),
    ] {
        let sandbox = twice(name, &content);
        let (a, b) = (format!("a/{name}"), format!("b/{name}"));
        assert_eq!(known(&sandbox, &[&a]), (0, vec![true]), "{name}");
        assert_eq!(known(&sandbox, &[&b]), (1, vec![false]), "{name}");
        assert_eq!(
            known(&sandbox, &["a", "./b"]),
            (1, vec![false, true]),
            "{name}"
        );
        let (_, decisions) = sandbox.decide(&[&POLICY, ["a", "b"].as_slice()].concat());
        let prints: Vec<&Json> = decisions.iter().map(|one| &one["fingerprint"]).collect();
        assert_eq!(prints.len(), 2, "{name}");
        assert_ne!(prints[0], prints[1], "{name}");
        assert_eq!(decisions[0]["resource"]["origin"], a, "{name}");
        let ran = eval(&sandbox, &["a", "b", "-q"]);
        assert!(!ran.stderr.contains("stands twice"), "{}", ran.stderr);
    }
}

#[test]
fn a_global_id_is_known_wherever_it_is() {
    let sandbox = twice("estate.json", &export(&[account("stshop", None, false)]));
    assert_eq!(known(&sandbox, &["b/estate.json"]), (0, vec![true]));
    let (_, decisions) = sandbox.decide(&[&POLICY, ["b/estate.json"].as_slice()].concat());
    assert_eq!(decisions[0]["resource"].get("origin"), None);
    assert!(!sandbox.read("known.json").contains("origin"));
}

#[test]
fn an_inventory_that_moves_is_known_by_its_name() {
    let sandbox = twice("plan.json", &bucket());
    let ran = eval(&sandbox, &["b", "--baseline", "known.json"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("in `a/plan.json` is in the baseline"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("[[inventories]]"), "{}", ran.stderr);
    let sandbox = sandbox.file(
        "onus.toml",
        "[[inventories]]\npath = \"b/*.json\"\nname = \"a/plan.json\"\n",
    );
    assert_eq!(known(&sandbox, &["b"]), (0, vec![true]));
    assert_eq!(known(&sandbox, &["./b/plan.json"]), (0, vec![true]));
}

#[test]
fn standard_input_has_to_be_named() {
    let sandbox = twice("plan.json", &bucket());
    let piped = |sandbox: &Sandbox, arguments: &[&str]| {
        let mut command = sandbox.command();
        command
            .args(["eval", "--now", "2026-11-21", "-"])
            .args(POLICY);
        Ran::of(command.args(arguments).write_stdin(bucket()))
    };
    let ran = piped(&sandbox, &["--baseline", "known.json"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert!(ran.stderr.contains("has no name"), "{}", ran.stderr);
    let ran = piped(&sandbox, &["--write-baseline", "piped.json"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(ran.stderr.contains("`path = \"-\"`"), "{}", ran.stderr);
    assert!(!sandbox.path().join("piped.json").exists());
    let sandbox = sandbox.file(
        "onus.toml",
        "[[inventories]]\npath = \"-\"\nname = \"shop\"\n",
    );
    let ran = piped(&sandbox, &["--write-baseline", "piped.json"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    let ran = piped(&sandbox, &["--baseline", "piped.json"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
}

#[test]
fn an_older_baseline_counts_for_one_inventory_and_is_converted_for_several() {
    let sandbox = twice("plan.json", &bucket());
    let older = sandbox
        .read("known.json")
        .replace("\"format_version\": 2", "\"format_version\": 1")
        .replace("\"origin\":\"a/plan.json\",", "");
    let sandbox = sandbox.file("known.json", older);
    assert_eq!(known(&sandbox, &["a"]), (0, vec![true]));
    assert_eq!(known(&sandbox, &["a", "b"]), (1, vec![false, false]));
    let ran = eval(&sandbox, &["a", "b", "--baseline", "known.json", "-q"]);
    insta::assert_snapshot!(ran.stderr);
    let ran = eval(&sandbox, &["a", "--write-baseline", "known.json", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert_eq!(known(&sandbox, &["a", "b"]), (1, vec![true, false]));
}

#[test]
fn a_waiver_can_name_the_inventory() {
    let waiver = |more: &str| {
        format!(
            "[[waivers]]\ncontrol = \"ACME-*\"\nresource = \"aws_s3_bucket.this\"\n{more}reason = \"r\"\napproved_by = \"a\"\nexpires = 2027-01-01\n"
        )
    };
    let sandbox = twice("plan.json", &bucket());
    let waived = |sandbox: &Sandbox, more: &str| {
        std::fs::write(sandbox.path().join("w.toml"), waiver(more)).unwrap();
        let arguments = ["a", "b", "--waivers", "w.toml"];
        let (code, decisions) = sandbox.decide(&[&POLICY, arguments.as_slice()].concat());
        let waived: Vec<bool> = decisions
            .iter()
            .map(|one| !one["waiver"].is_null())
            .collect();
        (code, waived)
    };
    assert_eq!(waived(&sandbox, ""), (0, vec![true, true]));
    let ran = eval(&sandbox, &["a", "b", "--waivers", "w.toml", "-q"]);
    insta::assert_snapshot!(ran.stderr);
    let one = "inventory = \"a/plan.json\"\n";
    assert_eq!(waived(&sandbox, one), (1, vec![true, false]));
    assert_eq!(
        waived(&sandbox, "inventory = \"c/*\"\n"),
        (1, vec![false, false])
    );
    let sandbox = sandbox.file(
        "onus.toml",
        "[[inventories]]\npath = \"b/**\"\nname = \"Shop\"\n",
    );
    assert_eq!(
        waived(&sandbox, "inventory = \"shop\"\n"),
        (1, vec![false, true])
    );
}

#[test]
fn people_see_the_address() {
    let text = bucket().replace("aws_s3_bucket.this", "module.b[1].aws_s3_bucket.this");
    let sandbox = Sandbox::with("open.rego", policy()).file("plan.json", text);
    for format in [
        "pretty",
        "json",
        "ndjson",
        "csv",
        "markdown",
        "junit",
        "tap",
        "sarif",
        "gitlab",
        "gitlab-sast",
        "github",
        "azure",
    ] {
        let ran = eval(&sandbox, &["plan.json", "-o", format]);
        assert!(
            ran.stdout.contains("module.b[1].aws_s3_bucket.this"),
            "{format}: {}",
            ran.transcript()
        );
    }
    let waiver = "[[waivers]]\ncontrol = \"ACME-*\"\nresource = 'module.b[1].aws_s3_bucket.this'\nreason = \"r\"\napproved_by = \"a\"\nexpires = 2027-01-01\n";
    let sandbox = sandbox.file("w.toml", waiver);
    let ran = eval(&sandbox, &["plan.json", "--waivers", "w.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert_eq!(ran.stderr, "");
}
