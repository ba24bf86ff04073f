//! `onus watch`: it runs beside the test, which changes files and waits for what is
//! said of them.

use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::beside::{Beside, next, until};
use crate::sandbox::{Ran, Sandbox, account, export, text};
use crate::snapshot::{estate, names};

const SEVEN: &str = "deny contains \"too few characters\" if count(input.name) < 7\n";
const NINE: &str = "deny contains \"too few characters\" if count(input.name) < 9\n";
pub const STATE: &str = ".onus/watch/onus.toml.state";

/// `onus watch -o ndjson`, beside the test.
pub struct Watching {
    pub program: Beside,
    schema: jsonschema::Validator,
}

impl Watching {
    /// Starts it.
    pub fn start(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let schema = crate::support::root().join("docs/schema/watch.schema.json");
        let schema = std::fs::read_to_string(schema).expect("it is published");
        let schema: Json = serde_json::from_str(&schema).expect("it is JSON");
        let arguments = [&["watch", "-o", "ndjson"], arguments].concat();
        Self {
            program: Beside::start(sandbox, &arguments),
            schema: jsonschema::validator_for(&schema).expect("it is a schema"),
        }
    }

    /// The next event, which is one of this kind.
    pub fn event(&self, kind: &str) -> Json {
        let line = next(&self.program.out);
        let event: Json = serde_json::from_str(&line).expect("an event is JSON");
        let faults: Vec<String> = self
            .schema
            .iter_errors(&event)
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{faults:?} in {event:#}");
        assert_eq!(text(&event, "/event"), kind, "{event:#}");
        event
    }

    /// What the next event says is wrong.
    fn failed(&self) -> String {
        text(&self.event("failed"), "/problems/0/message")
    }

    /// Where the next event says that something is wrong.
    fn failed_at(&self) -> String {
        text(&self.event("failed"), "/problems/0/location")
    }

    /// The changes that are told next, as `change name party`.
    pub fn changed(&self) -> Vec<String> {
        changes(&self.event("changed"))
    }
}

pub fn changes(event: &Json) -> Vec<String> {
    let changes = event["changes"].as_array().cloned().unwrap_or_default();
    let words = changes.iter().map(|change| {
        ["change", "name", "party"]
            .map(|key| change[key].as_str().unwrap_or("-").to_owned())
            .join(" ")
    });
    words.collect()
}

/// The accounts of [`estate`], with these names.
pub fn accounts(names: &[&str]) -> String {
    let owner = |name: &str| match name {
        "stshop" => Some("shop"),
        "starchive" => None,
        _ => Some("platform"),
    };
    let accounts = names.iter().map(|name| account(name, owner(name), true));
    export(&accounts.collect::<Vec<_>>())
}

/// Waits until something holds: what is told is written down afterwards.
pub fn wait(holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(120), "it never holds");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_change_is_told_and_a_restart_goes_on() {
    let sandbox = estate();
    let mut watching = Watching::start(&sandbox, &[]);
    let started = watching.event("started");
    assert_eq!(started["since"], Json::Null);
    assert_eq!(started["state"], STATE);
    assert_eq!(started["standing"]["parties"]["customer/shop"], 1);

    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    let changed = watching.event("changed");
    assert_eq!(
        changes(&changed),
        ["newly_denied stlogs01 customer/platform"]
    );
    assert_eq!(changed["because"][0], "`policies/name.rego` has changed");
    assert_eq!(changed["changes"][0]["before"]["verdict"], "allow");
    assert_eq!(changed["changes"][0]["place"], "prod/estate.json:17");
    wait(|| {
        sandbox
            .read(STATE)
            .contains("deny violated | customer/platform")
    });
    watching.program.kill();

    // What happens meanwhile is told at the next start, and what was told is not.
    let sandbox = sandbox.file(
        "prod/estate.json",
        accounts(&["stshop", "stlogs01x", "starchive", "st"]),
    );
    let mut watching = Watching::start(&sandbox, &[]);
    assert_ne!(watching.event("started")["since"], Json::Null);
    assert_eq!(
        watching.changed(),
        [
            "newly_denied st customer/platform",
            "newly_allowed stlogs01x customer/platform",
            "gone stlogs01 customer/platform",
        ]
    );
    wait(|| sandbox.read(STATE).contains("stlogs01x"));
    watching.program.kill();
    let watching = Watching::start(&sandbox, &[]);
    watching.event("started");
    let _sandbox = sandbox.file(
        "policies/name.rego",
        names(SEVEN).replace("input.name", "[1]"),
    );
    assert_eq!(
        watching.changed(),
        [
            "newly_denied starchive customer",
            "newly_denied stlogs01x customer/platform",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_in_order() {
    use rustix::process::Signal;
    for signal in [Signal::INT, Signal::TERM] {
        let sandbox = estate();
        let mut watching = Watching::start(&sandbox, &[]);
        watching.event("started");
        watching.program.signal(signal);
        watching.event("stopped");
        assert_eq!(watching.program.end().code(), Some(0));
        assert!(sandbox.read(STATE).starts_with("{\"onus_watch\":1,"));
    }
}

/// A policy that nobody waits for.
#[cfg(unix)]
#[test]
fn a_signal_ends_an_evaluation_too() {
    let endless = "deny contains \"never\" if {\n\tsome a in numbers.range(1, 10000)\n\tsome b in numbers.range(1, 10000)\n\ta + b < 0\n}\n";
    let sandbox = estate();
    let mut watching = Watching::start(&sandbox, &["-v", "--time-limit", "3600000"]);
    watching.event("started");
    let before = sandbox.read(STATE);
    let sandbox = sandbox.file("policies/name.rego", names(endless));
    // Long enough that it has most probably begun, and either way it has to end.
    std::thread::sleep(Duration::from_millis(700));
    watching.program.signal(rustix::process::Signal::TERM);
    watching.event("stopped");
    assert_eq!(watching.program.end().code(), Some(0));
    assert_eq!(sandbox.read(STATE), before);
}

#[test]
fn a_burst_of_changes_is_one() {
    let sandbox = Sandbox::with("prod/a0.json", accounts(&["stshop"]))
        .file("policies/name.rego", names(SEVEN))
        .file("policies/who.rego", crate::snapshot::WHO);
    let arguments = ["prod", "--policy", "policies", "--no-builtin", "-v"];
    let watching = Watching::start(&sandbox, &arguments);
    watching.event("started");
    let mut sandbox = sandbox;
    for number in 1..=40 {
        let name = format!("stnumber{number:02}");
        sandbox = sandbox.file(&format!("prod/a{number}.json"), accounts(&[&name]));
    }
    // A machine that has more to do may stop in between.
    let (mut told, mut events) = (0, 0);
    while told < 40 {
        told += watching.changed().len();
        events += 1;
    }
    assert!((1..6).contains(&events), "{events}");
}

#[test]
fn what_is_not_whole_is_said_once_and_changes_nothing() {
    let sandbox = estate();
    let file = sandbox.path().join("prod/estate.json");
    let whole = sandbox.read("prod/estate.json");
    let watching = Watching::start(&sandbox, &[]);
    watching.event("started");
    let before = sandbox.read(STATE);

    // Half of it, and another half.
    let half = whole.get(..whole.len() / 2).unwrap();
    std::fs::write(&file, half).unwrap();
    let place = watching.failed_at();
    assert!(place.starts_with("prod/estate.json:"), "{place}");
    std::fs::write(&file, format!("{half}{half}")).unwrap();
    std::fs::write(&file, &whole).unwrap();
    let recovered = loop {
        // The second half has another error, if it was there for long enough.
        let line = next(&watching.program.out);
        if !line.contains("\"failed\"") {
            break line;
        }
    };
    assert!(recovered.contains("\"event\":\"recovered\""), "{recovered}");

    // Gone.
    std::fs::remove_file(&file).unwrap();
    assert_eq!(
        watching.failed(),
        "there is no file or folder `prod/estate.json`"
    );
    // A folder.
    std::fs::create_dir(&file).unwrap();
    assert_eq!(
        watching.failed(),
        "`prod/estate.json` was a file, and is a folder now"
    );
    std::fs::remove_dir(&file).unwrap();
    assert_eq!(
        watching.failed(),
        "there is no file or folder `prod/estate.json`"
    );
    // Empty, in two ways.
    std::fs::write(&file, "[]").unwrap();
    assert_eq!(
        watching.failed(),
        "`prod/estate.json` has no resource any more, and had 3"
    );
    std::fs::write(&file, "").unwrap();
    let said = watching.failed();
    assert!(said.contains("prod/estate.json"), "{said}");
    assert_eq!(sandbox.read(STATE), before);

    // As it was, so that nothing has changed; and then something has.
    std::fs::write(&file, &whole).unwrap();
    watching.event("recovered");
    std::fs::write(&file, accounts(&["stshop", "stlogs01", "st"])).unwrap();
    assert_eq!(
        watching.changed(),
        [
            "newly_denied st customer/platform",
            "gone starchive customer"
        ]
    );
}

#[test]
fn a_file_that_never_keeps_still_is_decided_at_last() {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    let sandbox = estate();
    let file = sandbox.path().join("prod/estate.json");
    let watching = Watching::start(&sandbox, &[]);
    watching.event("started");
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = std::fs::File::options().append(true).open(&file).unwrap();
            while !stop.load(Ordering::SeqCst) {
                file.write_all(b"{\n").unwrap();
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        let said = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| watching.failed_at()));
        stop.store(true, Ordering::SeqCst);
        assert!(said.unwrap().starts_with("prod/estate.json:"));
    });
}

#[test]
fn policies_and_the_configuration_are_watched_and_can_be_wrong() {
    let sandbox = estate();
    let watching = Watching::start(&sandbox, &[]);
    watching.event("started");
    let sandbox = sandbox.file("policies/name.rego", "package acme.name\n\ndeny if\n");
    watching.failed();
    let sandbox = sandbox.file("policies/name.rego", names(SEVEN));
    watching.event("recovered");
    let toml = sandbox.read("onus.toml");
    let sandbox = sandbox.file("onus.toml", format!("{toml}selcet = []\n"));
    let said = watching.failed();
    assert!(said.contains("selcet"), "{said}");
    // Another inventory, which is watched from now on.
    let sandbox = sandbox.file("more.json", accounts(&["stmore"])).file(
        "onus.toml",
        toml.replace(
            "\"prod/estate.json\"",
            "\"prod/estate.json\", \"more.json\"",
        ),
    );
    watching.event("recovered");
    assert_eq!(
        watching.changed(),
        ["newly_denied stmore customer/platform"]
    );
    let _sandbox = sandbox.file("more.json", accounts(&["stmore01"]));
    assert_eq!(
        watching.changed(),
        [
            "newly_allowed stmore01 customer/platform",
            "gone stmore customer/platform"
        ]
    );
}

#[test]
fn a_party_that_moves_is_told_to_people() {
    const CHANNEL: &str = "\"nodeOSUpgradeChannel\": \"NodeImage\"";
    let contoso = crate::support::root().join("inputs/azure-resource-graph/contoso.json");
    let contoso = std::fs::read_to_string(contoso).unwrap();
    assert!(contoso.contains(CHANNEL));
    let sandbox = Sandbox::with("contoso.json", &contoso);
    let watching = Beside::start(&sandbox, &["watch", "contoso.json"]);
    until(&watching.out, "keeps what is known");
    let _sandbox = sandbox.file(
        "contoso.json",
        contoso.replacen(CHANNEL, &CHANNEL.replace("NodeImage", "None"), 1),
    );
    let said = next(&watching.out);
    assert!(
        said.ends_with("  `contoso.json` has changed: 1 newly denied, 1 moved from Microsoft to customer/platform"),
        "{said}"
    );
    let said = next(&watching.out);
    assert!(
        said.starts_with("  newly denied  high  AZ-AKS-003  aks-payments-prod  Microsoft -> customer/platform  contoso.json:"),
        "{said}"
    );
}

/// `onus watch --once`, with times masked.
pub fn once(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let mut ran = sandbox.run(&[&["watch", "--once"], arguments].concat());
    ran.stdout = masked(&ran.stdout);
    ran.stderr = masked(&ran.stderr);
    ran
}

/// Without times of day.
fn masked(text: &str) -> String {
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
    insta::assert_snapshot!("once_first", once(&sandbox, &[]).whole());
    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    insta::assert_snapshot!("once_changed", once(&sandbox, &[]).whole());
    insta::assert_snapshot!("once_unchanged", once(&sandbox, &["-v"]).whole());
    let sandbox = sandbox.file("policies/name.rego", names(&NINE.replace("< 9", "< 2")));
    let ran = once(&sandbox, &["-q"]);
    assert_eq!(ran.code, 0, "{}", ran.whole());
    assert!(ran.stdout.contains("2 fixed"), "{}", ran.whole());
    let sandbox = sandbox.file("prod/estate.json", "[]");
    insta::assert_snapshot!("once_empty", once(&sandbox, &[]).whole());
    let sandbox = sandbox.file("prod/estate.json", "[");
    assert_eq!(once(&sandbox, &[]).code, 2);
}

#[test]
fn a_state_that_cannot_be_relied_on_is_never_taken_for_nothing() {
    let sandbox = estate();
    assert_eq!(once(&sandbox, &[]).code, 1);
    let good = sandbox.read(STATE);
    let told = |sandbox: &Sandbox| {
        let ran = once(sandbox, &[]);
        assert_eq!(ran.code, 2, "{}", ran.whole());
        assert_eq!(ran.stdout, "");
        ran.stderr
    };
    let mut said = Vec::new();
    let mut sandbox = sandbox;
    for state in [
        good.replace("stlogs01", "stlogs02"),
        good.replace("{\"onus_watch\":1", "{\"onus_watch\":2"),
        good.get(..good.len() - 10).unwrap().to_owned(),
        String::new(),
        "something else\n".to_owned(),
    ] {
        sandbox = sandbox.file(STATE, &state);
        said.push(told(&sandbox));
        assert_eq!(sandbox.read(STATE), state);
    }
    insta::assert_snapshot!("states", said.concat());
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let sandbox = estate().file("other.json", accounts(&["stother01"]));
    let told = |arguments: &[&str]| {
        let ran = once(&sandbox, arguments);
        assert_eq!(ran.code, 2, "{}", ran.whole());
        assert_eq!(ran.stdout, "");
        ran.stderr
    };
    assert_eq!(
        once(&sandbox, &["--state", "s", "prod/estate.json"]).code,
        1
    );
    let said = [
        told(&["-"]),
        told(&["prdo"]),
        told(&["prod", "--policy", "polices"]),
        told(&["prod", "--state", "prod/state.json"]),
        told(&["other.json", "--state", "s"]),
        told(&["prod", "--state", "prod"]),
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
