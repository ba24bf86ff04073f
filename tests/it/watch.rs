//! `onus watch`: it runs beside the test, which changes files and waits for what is
//! said of them.

use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::beside::{Beside, next, until};
use crate::sandbox::{Sandbox, account, export, text};
use crate::snapshot::{estate, names};

pub const SEVEN: &str = "deny contains \"too few characters\" if count(input.name) < 7\n";
pub const NINE: &str = "deny contains \"too few characters\" if count(input.name) < 9\n";
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
        assert!(sandbox.read(STATE).starts_with("{\"onus_watch\":2,"));
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
