//! `onus watch` with commands: the one that prints an inventory, and the one that gets
//! what has changed.

use serde_json::Value as Json;

use crate::sandbox::{Sandbox, text};
use crate::snapshot::{estate, names};
use crate::watch::{STATE, Watching, accounts, changes, wait};
use crate::watch_once::once;

const NINE: &str = "deny contains \"too few characters\" if count(input.name) < 9\n";

/// What `cat export.json` prints is the inventory, every so often.
const OFTEN: [&str; 4] = ["--exec", "cat export.json", "--every", "100ms"];

fn exported() -> Sandbox {
    let sandbox = estate();
    let whole = sandbox.read("prod/estate.json");
    sandbox.file("export.json", whole)
}

/// Puts a file into its place at once, so that nobody reads half of it.
fn put(sandbox: &Sandbox, name: &str, content: &str) {
    let beside = sandbox.path().join(format!("{name}.new"));
    std::fs::write(&beside, content).expect("files can be written");
    std::fs::rename(beside, sandbox.path().join(name)).expect("files can be renamed");
}

#[test]
fn what_a_command_prints_is_decided_every_so_often() {
    let sandbox = exported();
    let mut watching = Watching::start(&sandbox, &OFTEN);
    let started = watching.event("started");
    assert_eq!(started["inventories"][0], "<exec>");
    put(
        &sandbox,
        "export.json",
        &accounts(&["stshop", "st", "stlogs01"]),
    );
    let changed = watching.event("changed");
    assert_eq!(
        changes(&changed),
        [
            "newly_denied st customer/platform",
            "gone starchive customer"
        ]
    );
    assert_eq!(changed["because"][0], "the export was made anew");
    assert_eq!(changed["changes"][0]["place"], "<exec>:17");

    // Policies are watched beside it.
    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    assert_eq!(
        watching.changed(),
        ["newly_denied stlogs01 customer/platform"]
    );
    let state = text(&started, "/state");
    wait(|| {
        sandbox
            .read(&state)
            .contains("deny violated | customer/platform | stlogs01")
    });
    watching.program.kill();
    put(&sandbox, "export.json", &accounts(&["stshop", "stlogs01"]));
    let watching = Watching::start(&sandbox, &OFTEN);
    assert_ne!(watching.event("started")["since"], Json::Null);
    assert_eq!(watching.changed(), ["gone st customer/platform"]);
}

#[test]
fn a_command_that_fails_changes_nothing() {
    let sandbox = exported();
    let whole = sandbox.read("export.json");
    let command = "sh export.sh";
    let sandbox = sandbox.file("export.sh", "cat export.json");
    let watching = Watching::start(
        &sandbox,
        &[
            "--exec",
            command,
            "--every",
            "100ms",
            "--exec-timeout",
            "5s",
            "--exec-most",
            "1000000",
        ],
    );
    let state = text(&watching.event("started"), "/state");
    let before = sandbox.read(&state);
    let failing = [
        (
            "cat export.json; echo no luck >&2; exit 3",
            "`sh export.sh` failed with exit status: 3",
            "it said: no luck",
        ),
        (
            "kill -9 $$",
            "`sh export.sh` failed with exit status: 137",
            "",
        ),
        (
            "echo nothing to see >&2",
            "`sh export.sh` printed nothing",
            "it said: nothing to see",
        ),
        (
            "cat export.json; sleep 300",
            "`sh export.sh` took longer than 5s, and was ended",
            "--exec-timeout",
        ),
        ("yes", "`sh export.sh` printed more than 1000000 bytes", ""),
        (
            "echo '[]'",
            "`<exec>` has no resource any more, and had 3",
            "",
        ),
        ("echo '[{'", "the JSON ends too early", ""),
        (
            "echo Please log in; echo at a page >&2",
            "this is neither JSON nor YAML",
            "",
        ),
    ];
    for (script, said, help) in failing {
        put(&sandbox, "export.sh", script);
        let event = watching.event("failed");
        let message = text(&event, "/problems/0/message");
        assert!(message.contains(said), "{script}: {event:#}");
        let more = text(&event, "/problems/0/help");
        assert!(more.contains(help), "{script}: {event:#}");
        // Garbage is told with what the command had to say.
        if script.contains("Please") {
            let said = text(&event, "/problems/1/message");
            assert_eq!(said, "`sh export.sh` said on standard error: at a page");
        }
        assert_eq!(sandbox.read(&state), before);
    }
    // While it fails, files are decided with what it printed last.
    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    assert_eq!(
        watching.changed(),
        ["newly_denied stlogs01 customer/platform"]
    );
    put(&sandbox, "export.sh", "cat export.json");
    watching.event("recovered");
    put(
        &sandbox,
        "export.json",
        &whole.replace("stlogs01", "stlogs0123"),
    );
    assert_eq!(
        watching.changed(),
        [
            "newly_allowed stlogs0123 customer/platform",
            "gone stlogs01 customer/platform"
        ]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_that_hangs_ends_with_all_that_it_has_started() {
    let sandbox = exported().file(
        "export.sh",
        "trap '' TERM; (trap '' TERM; sleep 300 & echo $! > inner; wait) & echo $$ > outer; wait; sleep 300",
    );
    let mut watching = Watching::start(&sandbox, &["--exec", "exec sh export.sh"]);
    let read = |name: &str| std::fs::read_to_string(sandbox.path().join(name)).unwrap_or_default();
    wait(|| read("inner").ends_with('\n') && read("outer").ends_with('\n'));
    watching.program.signal(rustix::process::Signal::TERM);
    watching.event("stopped");
    assert_eq!(watching.program.end().code(), Some(0));
    for name in ["inner", "outer"] {
        let process = format!("/proc/{}/stat", read(name).trim());
        // What has ended and was not asked how is dead, too.
        wait(|| std::fs::read_to_string(&process).map_or(true, |stat| stat.contains(") Z ")));
    }
}

#[test]
fn a_change_is_handed_over_once() {
    let sandbox = estate();
    let arguments = ["--on-change", "cat >> changes.ndjson; echo done"];
    let mut watching = Watching::start(&sandbox, &arguments);
    watching.event("started");
    let sandbox = sandbox.file("policies/name.rego", names(NINE));
    let told = watching.event("changed");
    wait(|| {
        sandbox
            .read(STATE)
            .contains("deny violated | customer/platform")
    });
    watching.program.kill();
    // What was handed over is not again, and what happens meanwhile is.
    let watching = Watching::start(&sandbox, &arguments);
    watching.event("started");
    let sandbox = sandbox.file("prod/estate.json", accounts(&["stshop", "stlogs01"]));
    let gone = watching.event("changed");
    wait(|| sandbox.read("changes.ndjson").lines().count() >= 2);
    let handed: Vec<Json> = sandbox
        .read("changes.ndjson")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (handed, told) in handed.iter().zip([&told, &gone]) {
        for key in ["event", "because", "standing", "summary", "changes"] {
            assert_eq!(handed[key], told[key], "{key}");
        }
    }
    assert_eq!(handed.len(), 2);
}

#[test]
fn a_change_that_cannot_be_handed_over_ends_nothing() {
    for (command, said) in [
        ("echo nobody is there; exit 7", "failed with exit status: 7"),
        ("sleep 300", "took longer than 1s, and was ended"),
    ] {
        let sandbox = estate();
        let seven = sandbox.read("policies/name.rego");
        let arguments = ["--on-change", command, "--on-change-timeout", "1s"];
        let watching = Watching::start(&sandbox, &arguments);
        watching.event("started");
        let sandbox = sandbox.file("policies/name.rego", names(NINE));
        watching.event("changed");
        let event = watching.event("not_handed_over");
        let message = text(&event, "/problem/message");
        assert!(message.ends_with(said), "{message}");
        if command.contains("nobody") {
            assert_eq!(text(&event, "/problem/help"), "it said: nobody is there");
        }
        let _sandbox = sandbox.file("policies/name.rego", seven);
        assert_eq!(watching.changed(), ["fixed stlogs01 customer/platform"]);
    }
}

#[test]
fn once_runs_the_commands_too() {
    let sandbox = exported();
    let arguments = [
        "--exec",
        "cat export.json",
        "--on-change",
        "cat > change.json",
        "-q",
    ];
    let ran = once(&sandbox, &arguments);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (1, ""),
        "{}",
        ran.transcript()
    );
    let sandbox = sandbox.file("export.json", accounts(&["stshop01"]));
    assert_eq!(once(&sandbox, &arguments).code, 0);
    let change: Json = serde_json::from_str(&sandbox.read("change.json")).unwrap();
    assert_eq!(change["event"], "changed");
    let ran = once(&sandbox, &["--exec", "exit 1"]);
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn times_are_read_as_people_write_them() {
    for (time, is_one) in [
        ("90s", true),
        ("1h 30m", true),
        ("15", false),
        ("0s", false),
        ("-1m", false),
        ("soon", false),
        ("9999y", false),
    ] {
        let ran = once(
            &exported(),
            &["--exec", "cat export.json", &format!("--every={time}")],
        );
        assert_eq!(ran.code == 1, is_one, "{time}: {}", ran.transcript());
        assert_eq!(
            ran.stderr.contains("is not a time, such as 30s, 15m or 2h"),
            !is_one,
            "{time}"
        );
    }
}
