//! Policies that were made to stall the program or to end it: each becomes a refusal or a
//! decision with status `error`, within twice the time limit and a bound on memory, and
//! the others are still evaluated.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::sandbox::{Ran, Sandbox, control, text};

const THING: &str = r#"{"id": "r0", "type": "acme/thing", "provider": "acme", "name": "n", "properties": {"flag": false}}
{"id": "r1", "type": "acme/thing", "provider": "acme", "name": "m", "properties": {"flag": true}}
"#;

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
}
"#;

/// Milliseconds.
const LIMIT: u64 = 400;

/// A folder with an inventory, a boundary, a control that is sound, and another one.
fn sandbox(hostile: &str) -> Sandbox {
    let flag = "deny contains \"the flag is off\" if input.properties.flag == false";
    Sandbox::with("inv.ndjson", THING)
        .file("policies/bound.rego", BOUNDARY)
        .file(
            "policies/good.rego",
            control("acme.good", "GOOD-1", "[acme/thing]", flag),
        )
        .file("policies/hostile.rego", hostile)
}

fn hostile(body: &str) -> String {
    control("acme.hostile", "BAD-1", "[acme/thing]", body)
}

/// What came of a policy, how long it took, and the most memory that it had in MiB.
fn run(sandbox: &Sandbox, verb: &str) -> (Ran, Duration, u64) {
    let limit = LIMIT.to_string();
    let mut command = sandbox.program();
    match verb {
        "check" => command.args(["check", "policies"]),
        verb => command.args([
            verb,
            "inv.ndjson",
            "--no-builtin",
            "--policy",
            "policies",
            "--time-limit",
            &limit,
            "-o",
            "ndjson",
        ]),
    };
    let begun = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let status = format!("/proc/{}/status", child.id());
    let watching = std::thread::spawn(move || {
        let mut most = 0;
        while let Ok(status) = std::fs::read_to_string(&status) {
            let line = status.lines().find(|line| line.starts_with("VmHWM"));
            // A process that has ended has no memory any more.
            let Some(line) = line else { break };
            let number = line.split_whitespace().nth(1);
            most = most.max(number.and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) >> 10);
            std::thread::sleep(Duration::from_millis(10));
        }
        most
    });
    let output = child.wait_with_output().expect("the program ends");
    let took = begun.elapsed();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("onus prints UTF-8");
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    (ran, took, watching.join().unwrap())
}

/// The decisions of a control, as verdict and status.
fn decisions(ran: &Ran, id: &str) -> Vec<String> {
    let all = ran.stdout.lines().map(|line| {
        serde_json::from_str::<Json>(line).unwrap_or_else(|error| panic!("{error}: {line}"))
    });
    all.filter(|one| text(one, "/control/id") == id)
        .map(|one| format!("{} {}", text(&one, "/decision"), text(&one, "/status")))
        .collect()
}

/// The other control decides as if nothing were wrong.
fn assert_others(name: &str, ran: &Ran) {
    assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
    let good = ["deny violated", "allow satisfied"];
    assert_eq!(decisions(ran, "GOOD-1"), good, "{name}: {}", ran.stderr);
}

/// Bodies of policies that are sound to look at, and what is said of them.
fn endless() -> Vec<(&'static str, String, &'static str)> {
    let doubled = |kind: &str, levels: usize| {
        let mut body = String::from("deny contains \"d\" if {\n\tv0 := [1, 2]\n");
        for level in 1..=levels {
            let before = level - 1;
            body += &match kind {
                "shared" => format!("\tv{level} := [v{before}, v{before}]\n"),
                "joined" => format!("\tv{level} := array.concat(v{before}, v{before})\n"),
                kind => panic!("{kind}"),
            };
        }
        body + &format!("\tcount(v{levels}) < 0\n}}")
    };
    let functions = |head: &str| {
        let mut body = format!("f0(x) := {head}\n");
        for level in 1..=24 {
            let before = level - 1;
            body += &format!("f{level}(x) := f{before}(f{before}(x))\n");
        }
        body + "deny contains \"d\" if count(f24(1)) == 7"
    };
    vec![
        (
            "loops in loops",
            "deny contains \"d\" if {\n\txs := numbers.range(1, 3000)\n\tcount([1 | some a in xs; some b in xs; a + b == 0]) > 0\n}".to_owned(),
            "took longer than 400ms",
        ),
        (
            "a set of pairs",
            "deny contains \"d\" if {\n\txs := numbers.range(1, 50000)\n\tcount({[a, b] | some a in xs; some b in xs}) == 0\n}".to_owned(),
            "took",
        ),
        (
            "slices",
            "deny contains \"d\" if {\n\txs := numbers.range(1, 90000)\n\tcount([[a, s] | some a in xs; s := array.slice(xs, 1, 80000)]) == 1\n}".to_owned(),
            "`array.slice` would make more than",
        ),
        ("functions that double", functions("x + 0"), "took longer than 400ms"),
        ("values within values", functions("[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]"), "took"),
        (
            "a finding that shares its parts",
            doubled("shared", 60).replace("deny contains \"d\"", "deny contains v60").replace("\tcount(v60) < 0\n", ""),
            "made a result of more than",
        ),
        (
            "findings without end",
            "deny contains sprintf(\"%d\", [a * 100000 + b]) if {\n\txs := numbers.range(1, 3000)\n\tsome a in xs\n\tsome b in xs\n}".to_owned(),
            "took",
        ),
    ]
}

/// Does something with every case, two at a time.
fn each<T: Sync>(cases: &[T], work: impl Fn(&T) + Sync) {
    std::thread::scope(|scope| {
        for part in 0..2 {
            let cases = cases.iter().skip(part).step_by(2);
            let work = &work;
            scope.spawn(move || cases.for_each(work));
        }
    });
}

#[test]
fn evaluations_end_within_their_limits_and_others_go_on() {
    each(&endless(), |(name, body, message)| {
        let sandbox = sandbox(&hostile(body));
        let (ran, took, most) = run(&sandbox, "eval");
        assert_others(name, &ran);
        assert_eq!(
            decisions(&ran, "BAD-1"),
            ["deny error"; 2],
            "{name}: {}",
            ran.transcript()
        );
        assert!(ran.stderr.contains(message), "{name}: {}", ran.stderr);
        // Two resources, each within twice the limit, and the start on a busy machine.
        let most_time = Duration::from_millis(2 * 2 * LIMIT + 3_000);
        assert!(took < most_time, "{name}: {took:?}");
        assert!(most < 2_000, "{name}: {most} MiB");
    });
}

#[test]
fn an_evaluation_that_can_not_be_interrupted_ends_the_run() {
    let doubled = |name: &str| {
        let rows: Vec<String> = (1..=60)
            .map(|at| format!("\t{name}{at} := [{name}{0}, {name}{0}]", at - 1))
            .collect();
        format!("\t{name}0 := [input.name]\n{}", rows.join("\n"))
    };
    let body = format!(
        "deny contains \"d\" if {{\n{}\n{}\n\tv60 == w60\n}}",
        doubled("v"),
        doubled("w")
    );
    let (ran, took, _) = run(&sandbox(&hostile(&body)), "eval");
    assert_eq!(ran.code, 2, "{}", ran.transcript());
    let told = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("`data.acme.hostile.deny` has been evaluated for"),
        "{told}"
    );
    assert!(took < Duration::from_secs(8), "{took:?}");
}

/// Steps of the engine that get twice as large, or longer, with each statement.
#[test]
fn steps_that_double_end_within_the_limits_of_time_or_memory() {
    let chain = |first: &str, next: &dyn Fn(usize) -> String, last: &str| {
        let rows: Vec<String> = (1..=60)
            .map(|at| format!("\tv{at} := {}\n", next(at - 1)))
            .collect();
        hostile(&format!(
            "deny contains \"d\" if {{\n\tv0 := {first}\n{}\t{last}\n}}",
            rows.concat()
        ))
    };
    let pair = |at: usize| format!("[v{at}, v{at}]");
    let cases = [
        ("print", chain("[input.name]", &pair, "print(v60)")),
        (
            "print of keys",
            chain(
                "{input.name}",
                &|at| format!("{{v{at}, [v{at}]}}"),
                "print(\"x\", v60)",
            ),
        ),
        (
            "squares",
            chain(
                "count(input.name) + 9999999",
                &|at| format!("v{at} * v{at}"),
                "v60 == 1",
            ),
        ),
        (
            "sets",
            chain(
                "{x | some x in numbers.range(1, 50000)}",
                &|at| format!("v{at} | {{y | some x in v{at}; y := 0 - x}}"),
                "v60 == 1",
            ),
        ),
    ];
    each(&cases, |(name, policy)| {
        let (ran, took, most) = run(&sandbox(policy), "eval");
        assert_eq!(ran.code, 2, "{name}: {}", ran.transcript());
        assert!(
            !ran.stdout.contains(
                "\"decision\":\"allow\",\"status\":\"satisfied\",\"control\":{\"id\":\"BAD-1\""
            ),
            "{name}"
        );
        // Twice the limit and the grace of the watchdog, and the start on a busy machine.
        assert!(took < Duration::from_secs(15), "{name}: {took:?}");
        assert!(most < 6_000, "{name}: {most} MiB");
    });
}

#[test]
fn memory_ends_before_time_does() {
    let unions = "deny contains \"d\" if {\n\txs := numbers.range(1, 90000)\n\tmembers := {x | some x in xs}\n\tcount([all | some a in xs; all := members | {0 - a}]) == 1\n}";
    let sandbox = sandbox(&hostile(unions));
    let arguments = [
        "inv.ndjson",
        "--no-builtin",
        "--policy",
        "policies",
        "--time-limit",
        "60000",
        "-o",
        "ndjson",
    ];
    let ran = Ran::of(sandbox.command().arg("eval").args(arguments));
    assert_others("unions", &ran);
    assert!(
        ran.stderr.contains("took more than 768 MiB of memory"),
        "{}",
        ran.stderr
    );
}

/// Policies that must not even be parsed or evaluated, and what is said of them.
fn refused() -> Vec<(&'static str, String, &'static str)> {
    let nested = |open: &str, inner: &str, close: &str, times: usize| {
        hostile(&format!(
            "deny contains \"d\" if {{\n\tx := {}{inner}{}\n\tcount(x) == 1\n}}",
            open.repeat(times),
            close.repeat(times)
        ))
    };
    let chain = |rule: &dyn Fn(usize) -> String, rules: usize| {
        let all: Vec<String> = (0..rules).map(rule).collect();
        hostile(&format!("{}\ndeny contains \"d\" if f0(1)", all.join("\n")))
    };
    let calls = |at: usize| format!("f{at}(x) := f{}(x)", at + 1);
    let loops = |at: usize| {
        let within = "some b in [x]; ".repeat(60);
        format!("f{at}(x) := [y | {within}y := f{}(x)]", at + 1)
    };
    let last = |policy: String, at: usize| policy + &format!("\nf{at}(x) := x\n");
    let rows = |row: &str, times: usize| format!("1{}", format!("\n{row}").repeat(times));
    let deep = "brackets are nested more than 40 levels deep";
    let costly = "would take the engine too long to parse";
    let long = "operators, keys and calls in a row";
    vec![
        ("[", nested("[", "1", "]", 24), costly),
        ("[ without end", nested("[", "1", "", 30), costly),
        ("(", nested("(", "1", ")", 1_000), deep),
        ("[1, ", nested("[1, ", "1", "]", 200), deep),
        (
            "every",
            hostile(&format!(
                "deny contains \"d\" if {{\n{}true{}\n}}",
                "every x in [1] {\n".repeat(60),
                "\n}".repeat(60)
            )),
            costly,
        ),
        ("minus", nested("- ", "1", "", 300), long),
        (
            "plus",
            hostile(&format!(
                "deny contains \"d\" if {} == 0",
                rows("+ 1", 15_000)
            )),
            long,
        ),
        (
            "a long body",
            hostile(&format!(
                "deny contains \"d\" if {{\n{}}}",
                (0..18_000)
                    .map(|at| format!("\ty{at} := 1\n"))
                    .collect::<String>()
            )),
            "more than 1000 statements",
        ),
        (
            "a NUL character",
            hostile("deny contains \"d\" if input.x # \0\n"),
            "NUL",
        ),
        (
            "a chain of functions",
            last(chain(&calls, 3_000), 3_000),
            "begins a chain of 501 rules",
        ),
        (
            "a chain of 18,000 functions",
            last(chain(&calls, 18_000), 18_000),
            "begins a chain of 501 rules",
        ),
        (
            "a chain of loops",
            last(chain(&loops, 400), 400),
            "begins a chain of",
        ),
    ]
}

#[test]
fn what_is_too_deep_is_refused_at_load_and_others_are_evaluated() {
    each(&refused(), |(name, policy, message)| {
        let sandbox = sandbox(policy);
        // `onus check` reads the known properties of all types, which takes a while.
        let verbs: &[&str] = match *name {
            "[" | "a chain of functions" | "a long body" => &["eval", "check"],
            _ => &["eval"],
        };
        for verb in verbs {
            let (ran, took, most) = run(&sandbox, verb);
            match *verb {
                "eval" => assert_others(name, &ran),
                _ => assert!(matches!(ran.code, 1 | 2), "{name}: {}", ran.transcript()),
            }
            let all = format!("{}{}", ran.stdout, ran.stderr).replace('\n', " ");
            let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(all.contains(message), "{name}, {verb}: {all}");
            assert!(took < Duration::from_secs(30), "{name}, {verb}: {took:?}");
            assert!(most < 1_000, "{name}, {verb}: {most} MiB");
        }
    });
}

#[test]
fn chains_of_rules_up_to_the_limit_are_evaluated() {
    let rules: Vec<String> = (0..490)
        .map(|at| format!("f{at}(x) := [y | some z in [x]; y := f{}(z)[0]]", at + 1))
        .collect();
    let policy = hostile(&format!(
        "{}\nf490(x) := [x]\ndeny contains \"d\" if f0(1) == [1]",
        rules.join("\n")
    ));
    let (ran, _, _) = run(&sandbox(&policy), "eval");
    assert_eq!(ran.code, 1, "{}", ran.transcript());
    assert_eq!(decisions(&ran, "BAD-1"), ["deny violated"; 2]);
}

#[test]
fn refusals_say_where_and_what_to_do() {
    let brackets = format!(
        "deny contains \"d\" if input.x == {}",
        "[".repeat(30) + &"]".repeat(30)
    );
    let sums = format!(
        "deny contains \"d\" if {} == 0",
        vec!["1"; 300].join("\n\t+ ")
    );
    let rules: Vec<String> = (0..600).map(|at| format!("r{at} := r{}", at + 1)).collect();
    let chain = format!("{}\nr600 := 1\ndeny contains \"d\" if r0", rules.join("\n"));
    let all: Vec<String> = [brackets, sums, chain, "x := 1 # \0".to_owned()]
        .iter()
        .map(|body| {
            let sandbox = sandbox(&hostile(body));
            let ran = sandbox.run(&[
                "eval",
                "inv.ndjson",
                "--no-builtin",
                "--policy",
                "policies",
                "-o",
                "tap",
            ]);
            ran.messages()
        })
        .collect();
    insta::assert_snapshot!(all.join("\n======\n"));
}
