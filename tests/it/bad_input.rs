//! Input that is not as it should be: one clear message with its place and what to
//! do, everything else is still decided, and the exit code says that the run was
//! not whole.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use crate::sandbox::{Ran, Sandbox, account, control, export, record, shop, text};

/// Evaluates `bad` beside a sound inventory, which must still be decided.
fn beside(name: &str, bad: impl AsRef<[u8]>, more: &[&str]) -> Ran {
    let sandbox = Sandbox::with("sound.json", shop()).file(name, bad);
    evaluated(&sandbox, &[&[name], more].concat())
}

/// Evaluates the sound inventory of a sandbox together with other arguments.
pub fn evaluated(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let ran = sandbox.eval(
        &[
            &[
                "sound.json",
                "--select",
                "AZ-STORAGE-001",
                "-o",
                "json=out.json",
                "-o",
                "pretty",
                "-q",
            ],
            arguments,
        ]
        .concat(),
    );
    let whole: Json = serde_json::from_str(&sandbox.read("out.json")).expect("a report is written");
    let sound: Vec<&Json> = whole["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|decision| {
            decision["resource"]["source"]["file"] == "sound.json"
                && decision["control"]["id"] == "AZ-STORAGE-001"
        })
        .collect();
    assert_eq!(
        sound.len(),
        2,
        "the sound inventory is still decided\n{}",
        ran.transcript()
    );
    assert_eq!(text(sound[0], "/status"), "violated");
    let problems = whole["problems"].as_array().unwrap().len();
    let errors = whole["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["level"] == "error")
        .count();
    assert_eq!(whole["summary"]["errors"], errors);
    assert_eq!(problems == 0, ran.stderr.is_empty(), "{}", ran.transcript());
    if errors > 0 {
        assert_eq!(ran.code, 2, "{}", ran.transcript());
    }
    ran
}

/// A case of which the run is not whole.
pub fn not_whole(name: &str, bad: impl AsRef<[u8]>) -> String {
    let ran = beside(name, bad, &[]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    ran.messages()
}

#[test]
fn documents_that_are_not_json() {
    insta::assert_snapshot!(
        "not_json",
        not_whole("main.tf", "resource \"azurerm_storage_account\" \"a\" {}\n")
    );
    let whole = shop();
    let cut = whole.get(..whole.len() / 2).unwrap();
    insta::assert_snapshot!("truncated", not_whole("cut.json", cut));
    insta::assert_snapshot!(
        "stray_comma",
        not_whole("comma.json", "{\"data\": [\n  {\"id\": 1},,\n]}")
    );
    insta::assert_snapshot!(
        "invalid_utf8",
        not_whole("latin1.json", b"{\"data\": [\n {\"name\": \"caf\xe9\"}\n]}")
    );
    insta::assert_snapshot!(
        "damaged_gzip",
        not_whole("cut.json.gz", [0x1f, 0x8b, 8, 0, 1, 2])
    );
    insta::assert_snapshot!("empty_file", not_whole("empty.json", ""));
    insta::assert_snapshot!(
        "another_document",
        not_whole(
            "package.json",
            "{\"name\": \"till\", \"version\": \"1.0.0\"}"
        )
    );
    insta::assert_snapshot!(
        "raw_state",
        not_whole(
            "terraform.tfstate",
            "{\"version\": 3, \"serial\": 1, \"lineage\": \"x\", \"resources\": []}"
        )
    );
}

#[test]
fn what_is_not_there_or_can_not_be_read() {
    let sandbox = Sandbox::with("sound.json", shop()).file("empty/readme.txt", "nothing");
    for (name, argument) in [
        ("missing_file", "missing.json"),
        ("glob_without_match", "exports/*.json"),
        ("folder_without_inventories", "empty"),
        ("bad_glob", "exports/[.json"),
    ] {
        let ran = evaluated(&sandbox, &[argument]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        insta::assert_snapshot!(name, ran.messages());
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::with("sound.json", shop()).file("all/closed/x.json", "{}");
    let closed = sandbox.path().join("all/closed");
    let mode =
        |bits| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(bits)).unwrap();
    mode(0o000);
    // The superuser reads everything.
    let readable = std::fs::read_dir(&closed).is_ok();
    let ran = sandbox.eval(&["sound.json", "all", "--select", "AZ-STORAGE-001", "-q"]);
    mode(0o755);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    if !readable {
        assert!(ran.stderr.contains("all/closed"), "{}", ran.stderr);
        assert!(ran.stderr.contains("ermission denied"), "{}", ran.stderr);
    }
}

#[test]
fn keys_that_stand_twice_are_shown_and_not_relied_on() {
    let doubled = export(&[account("sttwice", None, false)]).replace(
        "\"supportsHttpsTrafficOnly\": false",
        "\"supportsHttpsTrafficOnly\": false,\n        \"supportsHttpsTrafficOnly\": true",
    );
    let sandbox = Sandbox::with("sound.json", shop()).file("twice.json", doubled);
    let ran = evaluated(&sandbox, &["twice.json"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    insta::assert_snapshot!(ran.messages());
    let (_, decisions) = sandbox.decide(&["twice.json", "--select", "AZ-STORAGE-001"]);
    assert_eq!(text(&decisions[0], "/status"), "unknown");
}

#[test]
fn nesting_that_is_too_deep_denies_with_an_error() {
    let deep = |levels: usize| {
        let mut record = account("stdeep", None, true);
        record["properties"]["deep"] = json!("HERE");
        export(&[record]).replace(
            "\"HERE\"",
            &format!("{}1{}", "[".repeat(levels), "]".repeat(levels)),
        )
    };
    let sandbox = Sandbox::with("sound.json", shop()).file("deep.json", deep(10_000));
    let ran = evaluated(&sandbox, &["deep.json"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    insta::assert_snapshot!(ran.messages());
    let only = Sandbox::with("brackets.json", "[".repeat(10_000));
    let ran = only.eval(&["brackets.json", "-q"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!("only_brackets", ran.messages());
    let fine = Sandbox::with("deep.json", deep(60));
    assert_eq!(
        fine.eval(&["deep.json", "--select", "AZ-STORAGE-001", "-q"])
            .code,
        0
    );
}

#[test]
fn one_line_of_twenty_megabytes_is_read() {
    let records: Vec<Json> = (0..2_000)
        .map(|number| {
            let mut record = account(&format!("st{number}"), None, number != 1_999);
            record["properties"]["padding"] = json!("x".repeat(10_000));
            record
        })
        .collect();
    let line = serde_json::to_string(&json!({"data": records, "total_records": 2_000})).unwrap();
    assert!(line.len() > 20_000_000 && !line.contains('\n'));
    let sandbox = Sandbox::with("line.json", line);
    let ran = sandbox.eval(&["line.json", "--select", "AZ-STORAGE-001"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    assert!(
        ran.stdout.len() < 4_000,
        "the frame shows the place and not the whole line"
    );
    assert!(ran.stdout.contains("st1999"), "{}", ran.stdout);
    assert!(
        ran.stdout.lines().all(|line| line.chars().count() < 300),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_inventory_that_lists_nothing_is_no_success() {
    let sandbox = Sandbox::with("none.json", export(&[]));
    let ran = sandbox.eval(&["none.json"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.transcript());
    let sandbox = Sandbox::with(
        "inventory.json",
        export(&[record("Contoso.Tills/drawers", "drawer", None, &json!({}))]),
    );
    let ran = sandbox.eval(&["inventory.json", "--ignore", "ONUS-*"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!("no_control_for_any_type", ran.transcript());
}

#[test]
fn records_that_lack_what_they_need() {
    let mut without_type = account("stuntyped", None, true);
    without_type["type"] = Json::Null;
    without_type["id"] = json!("stuntyped");
    insta::assert_snapshot!(
        "resource_without_type",
        not_whole(
            "untyped.json",
            export(&[account("stfine", None, true), without_type])
        )
    );
    let mut wrong = account("stwrong", None, true);
    wrong["name"] = json!(["a", "list"]);
    insta::assert_snapshot!(
        "resource_with_a_wrong_name",
        not_whole(
            "wrong.json",
            export(&[wrong, account("stfine", None, true)])
        )
    );
    let rows = export(&[account("stfine", None, true), json!("odd"), json!(null)]);
    insta::assert_snapshot!("rows_that_are_no_objects", not_whole("rows.json", rows));
    let whole = export(&[account("sttwice", None, true)]);
    insta::assert_snapshot!(
        "key_of_the_header_twice",
        not_whole(
            "twice.json",
            whole.replace(
                "\"tags\": null",
                "\"tags\": null,\n      \"type\": \"Contoso.Tills/drawers\""
            )
        )
    );
    insta::assert_snapshot!(
        "key_of_the_envelope_twice",
        not_whole(
            "data.json",
            whole.replace("\"skip_token\": null", "\"data\": []")
        )
    );
    let without: Vec<Json> = (0..12)
        .map(|number| {
            let mut record = account(&format!("st{number}"), None, true);
            record["properties"] = Json::Null;
            record
        })
        .collect();
    insta::assert_snapshot!(
        "no_properties_at_all",
        not_whole("list.json", serde_json::to_string_pretty(&without).unwrap())
    );
    let sandbox = Sandbox::with(
        "one.json",
        export(&[without[0].clone(), account("stfine", None, true)]),
    );
    let (code, decisions) = sandbox.decide(&["one.json", "--select", "AZ-STORAGE-001"]);
    assert_eq!(code, 1);
    assert_eq!(text(&decisions[0], "/status"), "unknown");
    assert_eq!(text(&decisions[0], "/findings/0/pointer"), "/properties");
    assert_eq!(text(&decisions[1], "/status"), "satisfied");
}

#[test]
fn exports_with_more_pages_are_not_whole() {
    let page = export(&[account("stpage", None, true)]);
    insta::assert_snapshot!(
        "skip_token",
        not_whole(
            "page.json",
            page.replace(
                "\"skip_token\": null",
                "\"skip_token\": \"ew0KICAiJGlkIjogIjEi\""
            )
        )
    );
    insta::assert_snapshot!(
        "fewer_than_the_total",
        not_whole(
            "part.json",
            page.replace("\"total_records\": 1", "\"total_records\": 1204")
        )
    );
    let list = serde_json::to_string_pretty(&json!({
        "value": [account("stpage", None, true)],
        "nextLink": "https://management.azure.com/subscriptions?api-version=2023-05-01&$skiptoken=abc",
    }))
    .unwrap();
    insta::assert_snapshot!("next_link", not_whole("list.json", list));
}

#[test]
fn numbers_beyond_64_bits_are_not_relied_on() {
    let big = export(&[account("stbig", None, true)]).replace(
        "\"supportsHttpsTrafficOnly\": true",
        "\"supportsHttpsTrafficOnly\": 98765432109876543210",
    );
    let sandbox = Sandbox::with("sound.json", shop()).file("big.json", big);
    let ran = evaluated(&sandbox, &["big.json"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    insta::assert_snapshot!(ran.messages());
    let (_, decisions) = sandbox.decide(&["big.json", "--select", "AZ-STORAGE-001"]);
    assert_eq!(text(&decisions[0], "/status"), "unknown");
}

#[test]
fn numbers_that_are_not_kept_as_written_are_not_relied_on() {
    for number in ["-0.0", "0.12345678901234567890"] {
        let cut = export(&[account("stcut", None, true)]).replace(
            "\"supportsHttpsTrafficOnly\": true",
            &format!("\"supportsHttpsTrafficOnly\": {number}"),
        );
        let sandbox = Sandbox::with("sound.json", shop()).file("cut.json", cut);
        let ran = evaluated(&sandbox, &["cut.json"]);
        assert_eq!(ran.code, 1, "{}", ran.transcript());
        insta::assert_snapshot!(number.replace('.', "_"), ran.messages());
        let (_, decisions) = sandbox.decide(&["cut.json", "--select", "AZ-STORAGE-001"]);
        assert_eq!(text(&decisions[0], "/status"), "unknown");
    }
}

/// The engine keeps a decimal's value, not its text. Whether an answer depends on the text
/// must not hang on which resource came first.
#[test]
fn decimals_that_are_not_printed_as_written_are_no_answer() {
    let policy = control(
        "spelling",
        "ACME-SPELLING-001",
        "[microsoft.storage/storageaccounts]",
        "deny contains m if {\n\tcontains(json.marshal(input.properties.price), \"50\")\n\tm := {\"message\": \"fifty\"}\n}\n",
    );
    let priced = |prices: [&str; 2]| {
        let records = [
            account("stfirst", None, true),
            account("stsecond", None, true),
        ];
        prices.iter().fold(export(&records), |text, price| {
            let member = format!("\"price\": {price}");
            text.replacen("\"supportsHttpsTrafficOnly\": true", &member, 1)
        })
    };
    for prices in [["1.5", "1.50"], ["1.50", "1.5"], ["2e1", "20.5"]] {
        let sandbox = Sandbox::with("i.json", priced(prices)).file("p/spelling.rego", &policy);
        for arguments in [&[][..], &["--plain"]] {
            let mut all = vec!["i.json", "--policy", "p", "--select", "ACME-SPELLING-001"];
            all.extend(arguments);
            let (code, decisions) = sandbox.decide(&all);
            let statuses: Vec<String> = decisions.iter().map(|one| text(one, "/status")).collect();
            let expected = prices.map(|price| match price {
                "1.5" | "20.5" => "satisfied",
                _ => "error",
            });
            assert_eq!(statuses, expected, "{prices:?}");
            assert_eq!(code, 2, "{prices:?}");
        }
    }
    let policy = policy.replace("input.properties.price", "data.params.price");
    for (price, expected) in [("1.5", "satisfied"), ("1.50", "error")] {
        let data = format!("{{\"params\": {{\"price\": {price}}}}}");
        let sandbox = Sandbox::with("i.json", shop())
            .file("p/spelling.rego", &policy)
            .file("p/data.json", data);
        let (_, decisions) =
            sandbox.decide(&["i.json", "--policy", "p", "--select", "ACME-SPELLING-001"]);
        assert_eq!(text(&decisions[0], "/status"), expected, "{price}");
    }
}

/// An export that has lost a record says so, in whatever format it is.
#[test]
fn null_in_a_list_of_records_is_an_error_with_its_place() {
    let namespace = r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}}"#;
    let bucket = r#"{"name": "//storage.googleapis.com/a", "assetType": "storage.googleapis.com/Bucket", "resource": {"data": {}}}"#;
    let stack = r#"{"urn": "urn:pulumi:d::p::aws:s3/bucket:Bucket::b", "type": "aws:s3/bucket:Bucket", "outputs": {}}"#;
    for (name, text) in [
        (
            "list.json",
            format!(
                "{{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [\n{namespace},\nnull]}}"
            ),
        ),
        ("documents.json", format!("[\n{namespace},\nnull]")),
        (
            "assets.json",
            format!("{{\"assets\": [\n{bucket},\nnull]}}"),
        ),
        ("array.json", format!("[\n{bucket},\nnull]")),
        (
            "stack.json",
            format!("{{\"version\": 3, \"deployment\": {{\"resources\": [\n{stack},\nnull]}}}}"),
        ),
    ] {
        let sandbox = Sandbox::with(name, text);
        let ran = sandbox.eval(&[name]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        let said = [
            "error: this is null, and a JSON object is expected",
            &format!("{name}:3:4"),
        ];
        for said in said {
            assert!(ran.stderr.contains(said), "{name}: {}", ran.transcript());
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let records: Vec<Json> = (0..3_000)
        .map(|number| account(&format!("st{number}"), None, false))
        .collect();
    let sandbox = Sandbox::with("inventory.json", export(&records));
    let mut child = Command::new(env!("CARGO_BIN_EXE_onus"))
        .args([
            "eval",
            "inventory.json",
            "--select",
            "AZ-STORAGE-001",
            "-o",
            "ndjson",
        ])
        .current_dir(sandbox.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let mut first = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert!(first.starts_with('{'), "{first}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(
        output.status.code(),
        Some(1),
        "the decisions are what they are"
    );
}
