//! Inventories that are read in pieces are decided as those that are held in memory:
//! the same decisions, the same messages, to the byte.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use onus::inventory::{FormatDescription, READERS, Streaming};

use crate::sandbox::{Ran, Sandbox, control};
use crate::support::{files, root};

/// What a run prints, with everything that it writes.
fn output(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let outputs = [
        "-o",
        "pretty",
        "-o",
        "json=out.json",
        "-o",
        "ndjson=out.ndjson",
    ];
    let ran = sandbox.eval(&[arguments, &outputs].concat());
    let Ran {
        code,
        stdout,
        stderr,
    } = ran;
    format!(
        "{code}\n{stdout}\n{stderr}\n{}\n{}",
        sandbox.read("out.json"),
        sandbox.read("out.ndjson")
    )
}

/// The examples of each format that is read in pieces, and of one that isn't.
fn examples() -> Vec<PathBuf> {
    let inputs = root().join("inputs");
    let folder = |format: &FormatDescription| {
        let path = inputs.join(format.example);
        let below = path.strip_prefix(&inputs).unwrap().components().next();
        inputs.join(below.unwrap())
    };
    let formats = || READERS.iter().map(|reader| reader.description());
    let is_streamed = |format: &&FormatDescription| format.streaming != Streaming::Never;
    let mut folders: BTreeSet<PathBuf> = formats().filter(is_streamed).map(folder).collect();
    let plan = formats().find(|format| format.name == "terraform-plan");
    folders.extend(plan.map(folder));
    folders
        .iter()
        .flat_map(|folder| files(folder, ""))
        .collect()
}

#[test]
fn pieces_are_decided_as_the_whole() {
    let sandbox = Sandbox::new();
    let mut decided = 0;
    for path in examples() {
        let path = path.display().to_string();
        let complete = output(&sandbox, &[&path]);
        decided += usize::from(complete.starts_with(['0', '1']));
        for size in ["1", "3000"] {
            let pieces = output(&sandbox, &[&path, "--stream-above", size]);
            assert!(pieces == complete, "{path} in pieces of {size}");
        }
    }
    assert!(decided > 5, "{decided}");
}

#[test]
fn several_files_and_standard_input_are_read_in_pieces() {
    let sandbox = Sandbox::new();
    let paths = [
        "azure-resource-graph/contoso.json",
        "onus-ndjson/estate.ndjson",
    ]
    .map(|path| root().join("inputs").join(path).display().to_string());
    let [estate, records] = paths.each_ref().map(String::as_str);
    let complete = output(&sandbox, &[estate, records]);
    // One in pieces, and one that is small enough to be held.
    for size in ["1", "20000"] {
        let pieces = output(&sandbox, &[estate, records, "--stream-above", size]);
        assert!(pieces == complete, "in pieces of {size}");
    }
    let from_stdin = |bytes: &[u8], arguments: &[&str]| {
        let mut command = sandbox.command();
        command.args(["eval", "-", "--now", "2026-11-21", "-o", "ndjson"]);
        command.args(arguments);
        command.write_stdin(bytes.to_vec());
        Ran::of(&mut command)
    };
    let plain = std::fs::read(records).unwrap();
    for bytes in encodings(&plain) {
        let complete = from_stdin(&bytes, &[]);
        let pieces = from_stdin(&bytes, &["--stream-above", "1000"]);
        assert!(complete.stdout.lines().count() > 10, "{}", complete.stderr);
        assert_eq!(
            (pieces.code, pieces.stdout),
            (complete.code, complete.stdout)
        );
        assert_eq!(pieces.stderr, complete.stderr);
    }
}

/// A text in UTF-8 in all encodings that are read.
fn encodings(plain: &[u8]) -> Vec<Vec<u8>> {
    let text = std::str::from_utf8(plain).unwrap();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(plain).unwrap();
    let zstd = |bytes| {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    };
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{feff}{text}");
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let packed = [zstd(plain), zstd(&little)];
    let [frame, wide] = packed;
    vec![
        plain.to_vec(),
        packer.finish().unwrap(),
        frame,
        little,
        big,
        wide,
    ]
}

#[test]
fn encodings_and_their_damage_are_the_same_in_pieces() {
    let assets = assets(&[("a", DATA), ("b", ""), ("c", DATA), ("d", POLICY)]);
    let text = format!(
        "[{},\n{{\"name\": \"é\"}}\n,{}]",
        assets[..2].join(",\n"),
        assets[2..].join(",\n")
    );
    let sandbox = Sandbox::with("plain.json", &text);
    let plain = output(&sandbox, &["plain.json"]);
    for bytes in encodings(text.as_bytes()) {
        let sandbox = Sandbox::with("plain.json", &bytes);
        assert_eq!(output(&sandbox, &["plain.json"]), plain);
        assert_eq!(
            output(&sandbox, &["plain.json", "--stream-above", "1"]),
            plain
        );
        // Without its end it is no JSON, or no complete stream.
        let sandbox = Sandbox::with("plain.json", &bytes[..bytes.len() - 3]);
        let complete = sandbox.eval(&["plain.json"]);
        let pieces = sandbox.eval(&["plain.json", "--stream-above", "1"]);
        assert_eq!((complete.code, pieces.code), (2, 2));
        assert_eq!(said(&complete.stderr), said(&pieces.stderr));
    }
    // What unpacks to more than is allowed.
    for bytes in encodings(text.as_bytes()) {
        let sandbox = Sandbox::with("plain.json", &bytes);
        let limited = ["plain.json", "--max-unpacked", "50"];
        let complete = sandbox.eval(&limited);
        let pieces = sandbox.eval(&[&limited[..], &["--stream-above", "1"]].concat());
        assert_eq!(complete.code, pieces.code);
        assert_eq!(said(&complete.stderr), said(&pieces.stderr));
    }
}

/// A machine, its interface and its group, far from each other in a file of records
/// that have nothing to do with them.
fn scattered(guarded: bool) -> String {
    let at = |kind: &str, name: &str| {
        format!("/subscriptions/s/resourceGroups/g/providers/Microsoft.{kind}/{name}")
    };
    let row = |kind: &str, name: &str, properties: &str| {
        format!(
            "{{\"id\": \"{}\", \"type\": \"Microsoft.{kind}\", \"provider\": \"azure\", \"properties\": {properties}}}\n",
            at(kind, name)
        )
    };
    let nic = at("Network/networkInterfaces", "nic");
    let group = at("Network/networkSecurityGroups", "nsg");
    let subnet = at("Network/virtualNetworks", "net/subnets/web");
    let group = if guarded {
        format!("\"networkSecurityGroup\": {{\"id\": \"{group}\"}}, ")
    } else {
        String::new()
    };
    let link = format!(
        "{{{group}\"ipConfigurations\": [{{\"properties\": {{\"subnet\": {{\"id\": \"{subnet}\"}}}}}}]}}"
    );
    let mut text = row(
        "Network/networkSecurityGroups",
        "nsg",
        "{\"securityRules\": []}",
    );
    for number in 0..40 {
        let _ = write!(
            text,
            "{}",
            row("Network/routeTables", &format!("a{number}"), "{}")
        );
    }
    text += &row(
        "Compute/virtualMachines",
        "vm",
        &format!("{{\"networkProfile\": {{\"networkInterfaces\": [{{\"id\": \"{nic}\"}}]}}}}"),
    );
    for number in 0..40 {
        let _ = write!(
            text,
            "{}",
            row("Network/routeTables", &format!("b{number}"), "{}")
        );
    }
    text += &row("Network/networkInterfaces", "nic", &link);
    text += &row(
        "Network/virtualNetworks",
        "net",
        "{\"subnets\": [{\"name\": \"web\", \"properties\": {}}]}",
    );
    // The group that everything stands in joins nothing by itself.
    text + "{\"id\": \"/subscriptions/s/resourceGroups/g\", \"type\": \"Microsoft.Resources/subscriptions/resourceGroups\", \"provider\": \"azure\", \"properties\": {}}\n"
}

#[test]
fn relations_lead_from_piece_to_piece() {
    for (guarded, status) in [(true, "satisfied"), (false, "violated")] {
        let sandbox = Sandbox::with("estate.ndjson", scattered(guarded));
        let arguments = ["estate.ndjson", "--select", "AZ-VM-006"];
        let (_, complete) = sandbox.decide(&arguments);
        let pieced = [&arguments[..], &["--stream-above", "200"]].concat();
        let (_, pieces) = sandbox.decide(&pieced);
        assert_eq!(complete.len(), 1);
        assert_eq!(complete[0]["status"], status);
        assert_eq!(pieces, complete);
    }
}

/// What is said, and where; a frame shows less of a line that was cut.
fn said(stderr: &str) -> Vec<&str> {
    let marks = ["error: ", "warning: ", "╭▸", "help: "];
    let lines: Vec<&str> = stderr
        .lines()
        .filter(|line| marks.iter().any(|mark| line.trim_start().starts_with(mark)))
        .collect();
    assert!(lines.len() > 1, "{stderr}");
    lines
}

#[test]
fn damage_and_messages_are_the_same_in_pieces() {
    let row = |name: &str| {
        format!(
            "{{\"id\": \"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/{name}\", \"type\": \"microsoft.storage/storageaccounts\", \"properties\": {{}}}}"
        )
    };
    let (a, b) = (row("a"), row("b"));
    for (text, is_same) in [
        (
            format!("{{\"data\": [{a},\n{b}], \"total_records\": 3}}"),
            true,
        ),
        (
            format!("{{\"data\": [{a},\n{a}], \"total_records\": 2}}"),
            true,
        ),
        (
            format!("{{\"value\": [{a},\n{b}], \"nextLink\": \"https://x\"}}"),
            true,
        ),
        (format!("[{a},\n{{\"name\": \"no id\"}},\n{b}]"), true),
        (format!("[{a},\n{b}"), true),
        // The parser has another word for it.
        (format!("[{a},\n{{\"id\": ]}},\n{b}]"), false),
    ] {
        // What a file held before its damage counts for nothing in the one behind it.
        let sandbox = Sandbox::with("t.json", &text).file("z.ndjson", scattered(true));
        let arguments = ["t.json", "z.ndjson", "-o", "ndjson"];
        let complete = sandbox.eval(&arguments);
        let pieces = sandbox.eval(&[&arguments[..], &["--stream-above", "10"]].concat());
        assert!(complete.stdout.contains("\"AZ-VM-006\""), "{text}");
        assert_eq!(complete.code, pieces.code, "{text}\n{}", pieces.stderr);
        assert_eq!(complete.stdout, pieces.stdout, "{text}");
        if is_same {
            assert_eq!(said(&complete.stderr), said(&pieces.stderr), "{text}");
        }
    }
}

#[test]
fn an_output_is_never_written_over_an_inventory() {
    let sandbox = Sandbox::with("estate.ndjson", scattered(true));
    for arguments in [
        &["estate.ndjson", "-o", "json=./estate.ndjson"][..],
        &[
            "estate.ndjson",
            "-o",
            "json=estate.ndjson",
            "--stream-above",
            "10",
        ],
    ] {
        let ran = sandbox.eval(arguments);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr
                .contains("estate.ndjson` is an inventory of this run"),
            "{}",
            ran.stderr
        );
        assert_eq!(sandbox.read("estate.ndjson"), scattered(true));
    }
}

fn assets(records: &[(&str, &str)]) -> Vec<String> {
    let asset = |(name, more): &(&str, &str)| {
        format!(
            "{{\"name\": \"//storage.googleapis.com/{name}\", \"asset_type\": \"storage.googleapis.com/Bucket\"{more}}}"
        )
    };
    records.iter().map(asset).collect()
}

const DATA: &str = ", \"resource\": {\"data\": {\"labels\": {\"owner\": \"é\"}}}";
const POLICY: &str = ", \"iam_policy\": {\"bindings\": [{\"members\": [\"allUsers\"]}]}";

/// What an export of assets, a history of AWS Config, and findings can hold.
fn special_cases() -> Vec<(&'static str, String)> {
    let both = format!("{DATA}{POLICY}");
    let apart = assets(&[("a", DATA), ("b", DATA), ("c", &both), ("d", "")]);
    let joined = assets(&[("a", DATA), ("b", DATA), ("a", POLICY), ("b", DATA)]);
    let bare = assets(&[("a", ""), ("b", ""), ("c", "")]);
    let item = |id: &str, state: u32, more: &str| {
        format!(
            "{{\"resourceType\": \"AWS::S3::Bucket\", \"resourceId\": \"{id}\", \"awsRegion\": \"r\", \"configurationStateId\": {state}, {more}}}"
        )
    };
    let deleted = "\"configurationItemStatus\": \"ResourceDeleted\"";
    let items = [
        item("a", 3, "\"configuration\": {\"x\": 1}"),
        item("b", 1, "\"configuration\": {}"),
        item("c", 1, deleted),
        item("d", 1, "\"configuration\": null"),
    ];
    let again = [
        &items[..],
        &[item("b", 9, deleted), item("a", 2, "\"tags\": {}")],
    ]
    .concat();
    let finding = |id: &str, more: &str| {
        format!(
            "{{\"class_uid\": 2003, \"category_uid\": 2, \"resources\": [{{\"uid\": \"{id}\", \"type\": \"rack\"{more}}}]}}\n"
        )
    };
    let findings = [
        finding("a", ""),
        finding("b", ", \"data\": {}"),
        finding("c", ""),
    ]
    .concat();
    let other = "{\"class_uid\": 3002, \"category_uid\": 3}\n";
    let damaged = [&apart[..2], &["{\"name\": ".to_owned()], &apart[2..]].concat();
    vec![
        ("apart.ndjson", apart.join("\n")),
        ("apart.json", format!("[{}]", apart.join(",\n"))),
        (
            "page.json",
            format!(
                "{{\"assets\": [\n{}\n],\n\"nextPageToken\": \"t\"}}",
                apart.join(",\n")
            ),
        ),
        ("joined.ndjson", joined.join("\n")),
        ("joined.json", format!("[{}]", joined.join(",\n"))),
        ("bare.ndjson", bare.join("\n")),
        ("damaged.ndjson", damaged.join("\n")),
        ("cut.ndjson", apart.join("\n").chars().take(500).collect()),
        (
            "history.json",
            format!("{{\"configurationItems\": [{}]}}", items.join(",\n")),
        ),
        (
            "states.json",
            format!("{{\"configurationItems\": [{}]}}", again.join(",\n")),
        ),
        ("findings.ndjson", format!("{other}{findings}{other}")),
        (
            "repeated.ndjson",
            format!("{findings}{}{findings}", finding("a", ", \"data\": {}")),
        ),
        ("others.ndjson", other.repeat(3)),
    ]
}

#[test]
fn what_needs_the_whole_file_is_decided_as_the_whole() {
    // It allows only where policies were exported.
    let policy = control(
        "acme.rule",
        "ACME-RULE-001",
        "[storage.googleapis.com/Bucket]",
        "deny contains \"public\" if \"allUsers\" in input.raw.iam_policy.bindings[_].members",
    );
    let sandbox = special_cases().into_iter().fold(
        Sandbox::with("acme.rego", policy),
        |sandbox, (name, text)| sandbox.file(name, text),
    );
    for (name, _) in special_cases() {
        let with = |size: &'static str| [name, "--stream-above", size];
        let complete = output(&sandbox, &with("1000000"));
        let sizes = if name.starts_with("apart") {
            &["1", "400"][..]
        } else {
            &["1"]
        };
        for size in sizes {
            let pieces = output(&sandbox, &with(size));
            assert!(
                pieces == complete,
                "{name} in pieces of {size}\n{complete}\n{pieces}"
            );
        }
    }
    let statuses = |name: &'static str| -> Vec<String> {
        let with = |size: &'static str| {
            let control = ["--policy", "acme.rego", "--select", "ACME-RULE-001"];
            let (_, decisions) =
                sandbox.decide(&[&[name, "--stream-above", size], &control[..]].concat());
            decisions
        };
        let decisions = with("1");
        assert_eq!(decisions, with("1000000"), "{name}");
        let status = |decision: &serde_json::Value| decision["status"].as_str().unwrap().to_owned();
        decisions.iter().map(status).collect()
    };
    assert_eq!(
        statuses("apart.ndjson"),
        ["satisfied", "satisfied", "violated", "satisfied"]
    );
    assert_eq!(statuses("joined.ndjson"), ["violated", "satisfied"]);
    assert_eq!(statuses("bare.ndjson"), ["unknown", "unknown", "unknown"]);
}
