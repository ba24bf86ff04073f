//! `onus watch --once`, and what cannot be watched.

use serde_json::Value as Json;

use crate::sandbox::{Ran, Sandbox, account, export};
use crate::snapshot::{estate, names};
use crate::watch::{NINE, SEVEN, STATE, accounts, changes};

/// `onus watch --once`, with times masked.
pub fn once(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let mut ran = sandbox.run(&[&["watch", "--once"], arguments].concat());
    ran.stdout = masked(&ran.stdout);
    ran.stderr = masked(&ran.stderr);
    ran
}

/// Without times of day.
pub fn masked(text: &str) -> String {
    let is_time = |word: &str| {
        word.len() > 7
            && word.contains(|c: char| c.is_ascii_digit())
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || "-:.TZ".contains(c))
    };
    let words = |line: &str| -> String {
        let words = line.split(' ').map(|word| match is_time(word) {
            true => "[time]",
            false => word,
        });
        words.collect::<Vec<_>>().join(" ")
    };
    text.lines().map(|line| words(line) + "\n").collect()
}

#[test]
fn once_is_for_those_who_begin_it_themselves() {
    let sandbox = estate();
    insta::assert_snapshot!("once_first", once(&sandbox, &[]).transcript());
    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    insta::assert_snapshot!("once_changed", once(&sandbox, &[]).transcript());
    insta::assert_snapshot!("once_unchanged", once(&sandbox, &["-v"]).transcript());
    let sandbox = sandbox.file("policies/name.rego", names(&NINE.replace("< 9", "< 2")));
    let ran = once(&sandbox, &["-q"]);
    assert_eq!(ran.code, 0, "{}", ran.transcript());
    assert!(ran.stdout.contains("2 fixed"), "{}", ran.transcript());
    let sandbox = sandbox.file("prod/estate.json", "[]");
    insta::assert_snapshot!("once_empty", once(&sandbox, &[]).transcript());
    let sandbox = sandbox.file("prod/estate.json", "[");
    assert_eq!(once(&sandbox, &[]).code, 2);
}

#[test]
fn a_state_that_cannot_be_relied_on_is_never_taken_for_nothing() {
    let sandbox = estate();
    assert_eq!(once(&sandbox, &[]).code, 1);
    let good = sandbox.read(STATE);
    let messages = |sandbox: &Sandbox| {
        let ran = once(sandbox, &[]);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert_eq!(ran.stdout, "");
        ran.stderr
    };
    let mut said = Vec::new();
    let mut sandbox = sandbox;
    for state in [
        good.replace("stlogs01", "stlogs02"),
        good.replace("{\"onus_watch\":2", "{\"onus_watch\":3"),
        good.get(..good.len() - 10).unwrap().to_owned(),
        String::new(),
        "something else\n".to_owned(),
    ] {
        sandbox = sandbox.file(STATE, &state);
        said.push(messages(&sandbox));
        assert_eq!(sandbox.read(STATE), state);
    }
    insta::assert_snapshot!("states", said.concat());
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let sandbox = estate().file("other.json", accounts(&["stother01"]));
    let messages = |arguments: &[&str]| {
        let ran = once(&sandbox, arguments);
        assert_eq!(ran.code, 2, "{}", ran.transcript());
        assert_eq!(ran.stdout, "");
        ran.stderr
    };
    assert_eq!(
        once(&sandbox, &["--state", "s", "prod/estate.json"]).code,
        1
    );
    let said = [
        messages(&["-"]),
        messages(&["prdo"]),
        messages(&["prod", "--policy", "polices"]),
        messages(&["prod", "--state", "prod/state.json"]),
        messages(&["other.json", "--state", "s"]),
        messages(&["prod", "--state", "prod"]),
    ];
    insta::assert_snapshot!("refused", said.concat());
    // One more file is no other estate.
    assert_eq!(
        once(
            &sandbox,
            &["--state", "s", "prod/estate.json", "other.json"]
        )
        .code,
        1
    );
}

#[test]
fn each_way_to_name_inventories_has_a_state_of_its_own() {
    let sandbox = estate().file("other.json", accounts(&["stother01"]));
    once(&sandbox, &[]);
    once(&sandbox, &["other.json"]);
    once(&sandbox, &["./prod/estate.json"]);
    let mut states: Vec<String> = std::fs::read_dir(sandbox.path().join(".onus/watch"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    states.sort();
    assert_eq!(
        states,
        [
            "onus.toml.state",
            "other.json.state",
            "prod__estate.json.state"
        ]
    );
    assert_eq!(sandbox.read(".onus/.gitignore"), "*\n");
}

#[test]
fn what_is_read_in_pieces_is_told_the_same() {
    let accounts = |names: &[&str]| {
        let accounts = names.iter().map(|name| account(name, Some("shop"), true));
        export(&accounts.collect::<Vec<_>>())
    };
    let but = |name: &str| {
        let applies = format!("applies if input.name != \"{name}\"\n\n{SEVEN}");
        names(&applies)
    };
    for above in ["1000000", "10"] {
        let sandbox = Sandbox::with("estate.json", accounts(&["stshop", "stlogs01", "st"]))
            .file("policies/name.rego", but("stsilent"))
            .file("policies/who.rego", crate::snapshot::WHO);
        let arguments = [
            "watch",
            "--once",
            "-o",
            "ndjson",
            "estate.json",
            "--no-builtin",
            "--policy",
            "policies",
            "--stream-above",
            above,
        ];
        assert_eq!(sandbox.run(&arguments).code, 1);
        let sandbox = sandbox
            .file("estate.json", accounts(&["stshop", "stsilent", "st"]))
            .file("policies/name.rego", but("stshop"));
        let ran = sandbox.run(&arguments);
        let line = ran.stdout.lines().nth(1).unwrap_or_default();
        let event: Json = serde_json::from_str(line).unwrap();
        assert_eq!(
            changes(&event),
            [
                "newly_allowed stsilent customer/shop",
                "gone stlogs01 customer/shop",
                "no_longer_decided stshop customer/shop",
            ],
            "{above}"
        );
    }
}
