//! A policy that exceeds its limits for some resources is not evaluated for the others of
//! the run, so that it costs a few limits and not one for each resource.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::sandbox::{Ran, Sandbox, control, text};

const BOUNDARY: &str = r#"# METADATA
# title: B
# custom:
#   id: B-1
#   kind: boundary
#   resources: [acme/thing]
package acme.bound

responsibility["data"] := {
	"performs": [{"party": {"kind": "customer"}, "duty": "d"}],
	"accountable": {"kind": "customer"},
	"basis": {"edition": "x"},
} if {
	CONDITION
}
"#;

/// What takes longer than any limit of these tests.
const ENDLESS: &str =
    "xs := numbers.range(1, 3000)\n\tcount([1 | some a in xs; some b in xs; a + b == 0]) == 0";

/// Things, some of which are slow.
fn things(count: usize, is_slow: impl Fn(usize) -> bool) -> String {
    (0..count).fold(String::new(), |mut all, at| {
        let properties = json!({"number": at, "slow": is_slow(at), "flag": at % 2 == 0});
        let name = format!("t{at}");
        let thing = json!({"id": name, "type": "acme/thing", "provider": "acme", "name": name, "properties": properties});
        let _ = writeln!(all, "{thing}");
        all
    })
}

/// A folder with things, a boundary, a control that is sound, and another one.
fn sandbox(things: &str, boundary: &str, hostile: &str) -> Sandbox {
    let flag = "deny contains \"the flag is off\" if input.properties.flag == false";
    Sandbox::with("inv.ndjson", things)
        .file(
            "policies/bound.rego",
            BOUNDARY.replace("CONDITION", boundary),
        )
        .file(
            "policies/good.rego",
            control("acme.good", "GOOD-1", "[acme/thing]", flag),
        )
        .file(
            "policies/hostile.rego",
            control("acme.hostile", "BAD-1", "[acme/thing]", hostile),
        )
}

const ARGUMENTS: [&str; 6] = [
    "inv.ndjson",
    "--no-builtin",
    "--policy",
    "policies",
    "--time-limit",
    "100",
];

/// In memory and in pieces, by one worker and by several.
const WAYS: [&[&str]; 4] = [
    &["--threads", "1"],
    &["--threads", "8"],
    &["--threads", "1", "--stream-above", "0"],
    &["--threads", "3", "--stream-above", "0"],
];

/// How many decisions of a control there are of each kind.
fn counts(ran: &Ran, id: &str) -> Vec<(String, usize)> {
    let mut found = std::collections::BTreeMap::new();
    for line in ran.stdout.lines() {
        let decision: serde_json::Value = serde_json::from_str(line).unwrap();
        if text(&decision, "/control/id") == id {
            let word = format!(
                "{} {}",
                text(&decision, "/decision"),
                text(&decision, "/status")
            );
            *found.entry(word).or_default() += 1;
        }
    }
    found.into_iter().collect()
}

/// The longest that three limits for each of some workers may take, on a busy machine.
const MOST: Duration = Duration::from_secs(20);

#[test]
fn a_control_without_an_end_costs_a_few_limits_whatever_the_inventory() {
    let hostile = format!("deny contains \"d\" if {{\n\tinput.name\n\t{ENDLESS}\n}}");
    let sandbox = sandbox(&things(1_000, |_| true), "true", &hostile);
    for way in WAYS {
        let begun = Instant::now();
        let arguments = [&["-o", "ndjson"], way, &ARGUMENTS].concat();
        let ran = sandbox.eval(&arguments);
        assert_eq!(ran.code, 2, "{way:?}: {}", ran.stderr);
        let error = [("deny error".to_owned(), 1_000)];
        assert_eq!(counts(&ran, "BAD-1"), error, "{way:?}");
        let good = [
            ("allow satisfied".to_owned(), 500),
            ("deny violated".to_owned(), 500),
        ];
        assert_eq!(counts(&ran, "GOOD-1"), good, "{way:?}");
        assert!(begun.elapsed() < MOST, "{way:?}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_boundary_without_an_end_costs_a_few_limits_too() {
    let boundary = format!("input.name\n\t{ENDLESS}");
    let sandbox = sandbox(&things(300, |_| true), &boundary, "deny if false");
    for way in [WAYS[1], WAYS[2]] {
        let begun = Instant::now();
        let arguments = [&["-o", "ndjson"], way, &ARGUMENTS].concat();
        let ran = sandbox.eval(&arguments);
        assert_eq!(ran.code, 2, "{way:?}: {}", ran.stderr);
        let error = [("deny error".to_owned(), 300)];
        assert_eq!(counts(&ran, "GOOD-1"), error, "{way:?}");
        assert!(begun.elapsed() < MOST, "{way:?}: {:?}", begun.elapsed());
    }
    let begun = Instant::now();
    let sandbox = sandbox.file("onus.toml", "time-limit-ms = 100\n");
    let ran = sandbox.run(&["who", "inv.ndjson", "--no-builtin", "--policy", "policies"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let said: Vec<&str> = ran.stderr.split_whitespace().collect();
    let said = said.join(" ");
    assert!(
        said.contains("is not known, because a policy failed: B-1: it exceeded its limits"),
        "{said}"
    );
    assert!(said.contains("of 297 resources"), "{said}");
    let ran = sandbox.run(&[
        "layers",
        "inv.ndjson",
        "--no-builtin",
        "--policy",
        "policies",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(begun.elapsed() < MOST, "{:?}", begun.elapsed());
}

#[test]
fn the_resources_that_get_an_error_depend_on_their_order_alone() {
    let slow = |at: usize| [5, 70, 71, 140, 200].contains(&at);
    let hostile = format!(
        "deny contains \"odd\" if input.properties.flag == false\n\ndeny contains \"d\" if {{\n\tinput.properties.slow\n\tinput.name\n\t{ENDLESS}\n}}"
    );
    let sandbox = sandbox(&things(300, slow), "true", &hostile);
    let all: Vec<String> = WAYS
        .iter()
        .map(|way| {
            let arguments = [&["-o", "ndjson"], *way, &ARGUMENTS].concat();
            sandbox.eval(&arguments).stdout
        })
        .collect();
    let given_up = |line: &&str| line.contains("is not evaluated for others");
    let first = all[0].lines().filter(given_up);
    assert_eq!(first.clone().count(), 300 - 72);
    for line in first {
        assert!(line.contains(r#""decision":"deny""#), "{line}");
    }
    let took_longer = all[0].lines().filter(|line| line.contains("took longer"));
    assert_eq!(took_longer.count(), 3);
    for other in &all[1..] {
        assert!(*other == all[0]);
    }
}

#[test]
fn the_message_says_what_happened_and_what_to_do() {
    let hostile = format!("deny contains \"d\" if {{\n\tinput.name\n\t{ENDLESS}\n}}");
    let sandbox = sandbox(&things(10, |_| true), "true", &hostile);
    let arguments = [&["-o", "tap", "--threads", "1"], &ARGUMENTS[..]].concat();
    insta::assert_snapshot!(sandbox.eval(&arguments).messages());
}
