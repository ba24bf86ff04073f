//! `onus snapshot`: what is decided, as files that people review.

use crate::sandbox::{Ran, Sandbox, account, control, export, shop};

const BODY: &str = "deny contains \"too few characters\" if count(input.name) < 7\n";

/// Two accounts and a control that looks at the length of their names.
pub fn estate() -> Sandbox {
    let accounts = export(&[
        account("stshop", Some("shop"), true),
        account("stlogs01", Some("platform"), true),
        account("starchive", None, true),
    ]);
    Sandbox::with("prod/estate.json", accounts)
        .file("policies/name.rego", names(BODY))
        .file(
            "onus.toml",
            "inputs = [\"prod/estate.json\"]\npolicies = [\"policies\"]\nbuiltin = false\n",
        )
        .file("policies/who.rego", WHO)
}

pub fn names(body: &str) -> String {
    control(
        "acme.name",
        "ACME-NAME-001",
        "[microsoft.storage/storageaccounts]",
        body,
    )
}

pub const WHO: &str = "# METADATA
# title: We answer for our data
# custom:
#   id: ACME-BOUNDARY-001
#   kind: boundary
#   resources: [microsoft.storage/storageaccounts]
package acme.who

responsibility[\"data\"] := {
	\"performs\": [{\"party\": {\"kind\": \"customer\"}, \"duty\": \"name it\"}],
	\"accountable\": {\"kind\": \"customer\"},
	\"basis\": {\"edition\": \"acme-2026\", \"cell\": \"names\"},
}
";

const SNAPSHOT: &str = "snapshots/prod__estate.json.snap";

fn snapshot(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let now: &[&str] = match arguments.first() {
        Some(&("accept" | "reject")) => &[],
        _ => &["--now", "2026-11-21"],
    };
    Ran::of(sandbox.command().arg("snapshot").args(arguments).args(now))
}

fn recorded() -> Sandbox {
    let sandbox = estate();
    let ran = snapshot(&sandbox, &[]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    sandbox
}

fn pending(sandbox: &Sandbox) -> bool {
    sandbox.path().join(format!("{SNAPSHOT}.new")).exists()
}

#[test]
fn snapshots_with_digests_of_older_versions_are_read() {
    let sandbox = recorded();
    let old = sandbox.read(SNAPSHOT).replace(
        "  format: 2\n",
        "  format: 1\n  policy_set: \"d1df\"\n  parameters: \"e3b0\"\n",
    );
    assert!(old.contains("policy_set"));
    let sandbox = sandbox.file(SNAPSHOT, old);
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(ran.stdout.contains("as recorded"), "{}", ran.transcript());
    assert_eq!(snapshot(&sandbox, &["record"]).code, 0);
    assert!(!sandbox.read(SNAPSHOT).contains("policy_set"));
}

#[test]
fn decisions_are_recorded_to_be_read() {
    let sandbox = recorded();
    insta::assert_snapshot!("recorded", sandbox.read(SNAPSHOT));
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    // insta, which other tools review with, reads the very file.
    let path = sandbox.path().join(SNAPSHOT);
    let loaded = insta::Snapshot::from_file(&path).expect("insta reads it");
    assert_eq!(loaded.metadata().source(), Some("prod/estate.json"));
    loaded.save(&path).expect("insta writes it");
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
}

#[test]
fn a_recorded_file_is_the_same_from_everywhere_and_on_every_day() {
    let sandbox = recorded();
    let text = sandbox.read(SNAPSHOT);
    let whole = sandbox.path().join("prod/../prod/estate.json");
    let config = sandbox.path().join("onus.toml");
    let ran = Ran::of(
        sandbox
            .command()
            .current_dir(sandbox.path().join("policies"))
            .args(["snapshot", "record", "--now", "2031-01-01", "--config"])
            .arg(config)
            .arg(whole),
    );
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert_eq!(sandbox.read(SNAPSHOT), text);
}

#[test]
fn a_changed_comparison_is_found_and_accepted() {
    let sandbox = recorded().file("policies/name.rego", names(&BODY.replace("< 7", "< 9")));
    let ran = snapshot(&sandbox, &["check"]);
    insta::assert_snapshot!("flips", ran.transcript());
    assert!(pending(&sandbox));
    // What is said to be typed works.
    let ran = sandbox.run(&["explain", "prod/estate.json#stlogs01", "ACME-NAME-001"]);
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    let ran = snapshot(&sandbox, &["accept"]);
    insta::assert_snapshot!("accepted", ran.transcript());
    assert!(!pending(&sandbox));
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
}

#[test]
fn the_other_way_is_said_as_well_and_can_be_rejected() {
    let sandbox = recorded().file("policies/name.rego", names(&BODY.replace("< 7", "< 2")));
    let before = sandbox.read(SNAPSHOT);
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .contains("none becomes denied, 1 becomes allowed (customer/shop 1)"),
        "{}",
        ran.stdout
    );
    assert_eq!(snapshot(&sandbox, &["reject"]).code, 0);
    assert!(!pending(&sandbox));
    assert_eq!(sandbox.read(SNAPSHOT), before);
    let ran = snapshot(&sandbox, &["reject"]);
    insta::assert_snapshot!("nothing_waits", ran.messages());
}

#[test]
fn some_controls_can_be_accepted_and_others_rejected() {
    let body = "deny contains \"it is old\" if input.location == \"westeurope\"\n";
    let other = control(
        "acme.old",
        "ACME-OLD-001",
        "[microsoft.storage/storageaccounts]",
        body,
    );
    let sandbox = recorded()
        .file("policies/name.rego", names(&BODY.replace("< 7", "< 9")))
        .file("policies/old.rego", other);
    assert_eq!(snapshot(&sandbox, &["check"]).code, 1);
    let ran = snapshot(&sandbox, &["accept", "acme-old-*"]);
    assert_eq!(
        ran.stdout,
        format!("{SNAPSHOT}: accepted 3 changes, 1 left\n"),
        "{}",
        ran.transcript()
    );
    let text = sandbox.read(SNAPSHOT);
    assert!(text.contains("it is old") && text.contains("decisions: 6"));
    let ran = snapshot(&sandbox, &["accept", "ACME-OTHER"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    let ran = snapshot(&sandbox, &["reject", "prod/estate.json"]);
    assert_eq!(ran.stdout, format!("{SNAPSHOT}: rejected 1 change\n"));
    assert!(!pending(&sandbox));
    // What was rejected is found again, and nothing else.
    let ran = snapshot(&sandbox, &["check"]);
    assert!(
        ran.stdout.contains("differs in 1 decision\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn in_ci_nothing_is_recorded() {
    let sandbox = estate().env("CI", "true");
    let ran = snapshot(&sandbox, &[]);
    insta::assert_snapshot!("missing", ran.transcript());
    assert!(!sandbox.path().join(SNAPSHOT).exists() && pending(&sandbox));
    assert_eq!(snapshot(&sandbox, &["accept"]).code, 0);
    assert_eq!(snapshot(&sandbox, &[]).code, 0);
    let sandbox = estate().env("CI", "false");
    assert_eq!(snapshot(&sandbox, &[]).code, 0);
    assert!(sandbox.path().join(SNAPSHOT).exists());
}

#[test]
fn other_policies_that_decide_the_same_are_no_difference() {
    let sandbox = recorded().file("policies/name.rego", names(&format!("{BODY}# soon\n")));
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert_eq!(ran.stdout, "1 inventory file as recorded\n");
    assert!(!pending(&sandbox));
    // Which edition was chosen is in the header.
    let older = sandbox
        .read(SNAPSHOT)
        .replace("editions: {}", "editions:\n    \"azure\": \"msft-2019\"");
    let sandbox = sandbox.file(SNAPSHOT, older);
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    let said = "the editions are not those that 1 snapshot recorded, and decide the same";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
}

#[test]
fn an_inventory_without_resources_is_not_mended() {
    let sandbox = recorded().file("prod/estate.json", export(&[]));
    let before = sandbox.read(SNAPSHOT);
    assert_eq!(snapshot(&sandbox, &["check"]).code, 3);
    assert_eq!(snapshot(&sandbox, &["record"]).code, 3);
    // Beside another one that has some.
    let sandbox = sandbox.file("other.json", shop());
    let both = ["check", "prod/estate.json", "other.json"];
    let ran = snapshot(&sandbox, &both);
    assert_eq!(ran.code, 3, "{}", ran.transcript());
    insta::assert_snapshot!("vanished", ran.stderr);
    assert_eq!(sandbox.read(SNAPSHOT), before);
    assert!(!pending(&sandbox));
}

#[test]
fn snapshots_of_no_inventory_are_listed() {
    let sandbox = recorded();
    std::fs::copy(
        sandbox.path().join(SNAPSHOT),
        sandbox.path().join("snapshots/old.json.snap"),
    )
    .unwrap();
    assert_eq!(snapshot(&sandbox, &["check"]).code, 0);
    let ran = snapshot(&sandbox, &["check", "--unreferenced"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stdout,
        "snapshots/old.json.snap belongs to none of the inventories: delete it, or list its inventory\n"
    );
}

#[test]
fn bad_snapshots_are_never_no_change() {
    let good = recorded().read(SNAPSHOT);
    let mut said = String::new();
    for (name, bad) in [
        (
            "merge",
            good.replace("\nresources\n", "\n<<<<<<< HEAD\nresources\n"),
        ),
        ("version", good.replace("format: 2", "format: 7")),
        ("nonsense", good.replace("deny violated", "deny maybe")),
        (
            "a line less",
            good.replace("  allow satisfied | customer/platform | stlogs01\n", ""),
        ),
        ("empty", String::new()),
        ("half", good.split_at(good.len() / 2).0.to_owned()),
    ] {
        assert_ne!(bad, good, "{name}");
        let sandbox = recorded().file(SNAPSHOT, &bad);
        let ran = snapshot(&sandbox, &["check"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        assert!(!ran.stdout.contains("as recorded"), "{}", ran.stdout);
        said.push_str(&format!("# {name}\n{}\n", ran.stderr));
        let sandbox = recorded().file(&format!("{SNAPSHOT}.new"), &bad);
        let ran = snapshot(&sandbox, &["accept"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        assert_eq!(sandbox.read(SNAPSHOT), good);
    }
    // What is no text, and what is no file.
    let foreign = format!("{SNAPSHOT}.new/in");
    for (sandbox, action, name) in [
        (recorded().file(SNAPSHOT, b"\xff\xfe"), "check", SNAPSHOT),
        (
            estate().file(&format!("{SNAPSHOT}/in"), ""),
            "check",
            SNAPSHOT,
        ),
        (
            estate().file(&format!("{SNAPSHOT}/in"), ""),
            "record",
            SNAPSHOT,
        ),
        (recorded().file(&foreign, ""), "record", &foreign),
    ] {
        let ran = snapshot(&sandbox, &[action]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        said.push_str(&format!("# {action} {name}\n{}\n", ran.stderr));
    }
    insta::assert_snapshot!("bad", said);
}

#[test]
fn what_cannot_be_written_or_decided_is_said() {
    // A folder that is a file.
    let sandbox = estate().file("snapshots", "");
    let ran = snapshot(&sandbox, &["record"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    let said = "`snapshots` can't hold snapshots: it is a file and not a folder";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    let ran = snapshot(&sandbox, &["check"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    // A run that is not whole.
    let sandbox = recorded().file("policies/name.rego", "package acme.name\n\ndeny contains");
    let before = sandbox.read(SNAPSHOT);
    for action in ["record", "check"] {
        let ran = snapshot(&sandbox, &[action]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert_eq!(sandbox.read(SNAPSHOT), before);
    }
    // An inventory without a name.
    let ran = snapshot(&sandbox, &["record", "-"]);
    assert!(
        ran.stderr.contains("standard input has no name"),
        "{}",
        ran.stderr
    );
}

/// Neither a full disk nor a folder that is protected takes what was recorded along.
#[cfg(target_os = "linux")]
#[test]
fn where_there_is_no_room_what_was_recorded_stays() {
    let longer = BODY
        .replace("< 7", "< 9")
        .replace("too few", &"too few ".repeat(110));
    let sandbox = recorded().file("policies/name.rego", names(&longer));
    let before = sandbox.read(SNAPSHOT);
    for action in ["record", "check"] {
        let ran = sandbox.on_a_small_disk(&["snapshot", action]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert!(ran.stderr.contains("can't be written: "), "{}", ran.stderr);
        assert!(ran.stderr.contains("has space left"), "{}", ran.stderr);
        assert_eq!(sandbox.read(SNAPSHOT), before);
        let left = std::fs::read_dir(sandbox.path().join("snapshots")).unwrap();
        assert_eq!(left.count(), 1);
    }
    let ran = snapshot(&sandbox, &["record", "--dir", "/sys"]);
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    assert!(
        ran.stderr
            .contains("`/sys/prod__estate.json.snap` can't be"),
        "{}",
        ran.stderr
    );
}

#[test]
fn several_at_once_leave_whole_files() {
    let sandbox = recorded();
    let text = sandbox.read(SNAPSHOT);
    let running: Vec<_> = (0..6)
        .map(|number| {
            let action = if number % 2 == 0 { "record" } else { "check" };
            let mut command = sandbox.program();
            command.args(["snapshot", action, "--now", "2026-11-21"]);
            command
                .stdout(std::process::Stdio::null())
                .spawn()
                .expect("the program can be started")
        })
        .collect();
    for mut child in running {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    assert_eq!(sandbox.read(SNAPSHOT), text);
    let left = std::fs::read_dir(sandbox.path().join("snapshots")).unwrap();
    assert_eq!(left.count(), 1);
}

#[test]
fn secrets_and_hostile_names_do_no_harm() {
    let secret = "hunter2-hunter2";
    let mut one = account("st\u{1b}[31m|\n---\nx", Some("a|b"), true);
    one["properties"]["adminPassword"] = secret.into();
    let body = "deny contains sprintf(\"it is %s\", [input.properties.adminPassword])\n";
    let sandbox = estate()
        .file("prod/estate.json", export(&[one]))
        .file("policies/name.rego", names(body));
    let ran = snapshot(&sandbox, &["record"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    let text = sandbox.read(SNAPSHOT);
    assert!(!text.contains(secret), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
    assert_eq!(snapshot(&sandbox, &["check"]).code, 0);
}
