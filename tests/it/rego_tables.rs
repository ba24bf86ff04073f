//! The meaning of Rego: tables of small policies with what a real `opa` makes of each
//! (`tests/rego/`), run through the same loading as users' policies.
//!
//! One record per line: `name`, `about` (a row of docs/rego.md), `module` (package `t`),
//! `input`, `opa` (`{"result": ...}`, `{"undefined": true}` or `{"error": "..."}`, for
//! `data.t.x`) and `onus` (`same`, `refused` at load, `error` while evaluating, or
//! `untyped` where only OPA's static types refuse the module).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use onus::document::Document;
use onus::engine::Value;
use onus::policy::{Origin, PolicyFile, PolicySources, Settings, TestSet};
use serde::Deserialize;

use crate::support::{files, root};

/// One line of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    about: String,
    module: String,
    #[serde(default)]
    input: Option<serde_json::Value>,
    opa: serde_json::Value,
    onus: Status,
}

/// What onus makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// The same result; an error where OPA has one.
    Same,
    /// A refusal at load.
    Refused,
    /// An error while evaluating.
    Error,
    /// Only OPA's static types refuse it: a value, or none.
    Untyped,
}

/// What came of a case.
#[derive(Debug, PartialEq)]
enum Outcome {
    Result(serde_json::Value),
    Undefined,
    Refused(String),
    Error(String),
}

fn tables() -> Vec<(PathBuf, Vec<Case>)> {
    ["constructs", "builtins"]
        .into_iter()
        .map(|folder| root().join("tests/rego").join(folder))
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| files(&folder, ".ndjson"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let cases = text
                .lines()
                .enumerate()
                .map(|(number, line)| {
                    serde_json::from_str(line).unwrap_or_else(|error| {
                        panic!("{}:{}: {error}", path.display(), number + 1)
                    })
                })
                .collect();
            (path, cases)
        })
        .collect()
}

fn run(case: &Case) -> Outcome {
    evaluated(&case.module, case.input.as_ref())
}

/// What onus makes of `data.t.x`.
fn evaluated(module: &str, input: Option<&serde_json::Value>) -> Outcome {
    let sources = PolicySources {
        files: vec![PolicyFile::new(
            Origin::User,
            Document::new("t.rego", module),
        )],
        ..PolicySources::default()
    };
    let settings = Settings {
        limit: Duration::from_secs(10),
        now: 1_800_000_000_000_000_000,
        params: Value::object::<&str>([]),
        own_catalogue: false,
        check_builtin: false,
    };
    let set = TestSet::of_run(&sources, &settings).unwrap();
    if let Some(error) = set.errors.first() {
        return Outcome::Refused(error.problem().message);
    }
    let bench = set.engine_builder();
    let Some(file) = bench.files().next() else {
        return Outcome::Refused("no file was loaded".to_owned());
    };
    let mut prepared = match bench.engine(file) {
        Ok(prepared) => prepared,
        Err(error) => return Outcome::Refused(error.problem().message),
    };
    let input = input.cloned().unwrap_or(serde_json::json!({}));
    let rule = prepared.rule("x");
    prepared
        .engine
        .set_input(Value::parse(&input.to_string()).unwrap());
    match prepared.engine.evaluate(&rule) {
        Ok(Some(value)) => Outcome::Result(serde_json::from_str(&value.to_string()).unwrap()),
        Ok(None) => Outcome::Undefined,
        Err(error) => Outcome::Error(error.to_string()),
    }
}

/// Whether two values are the same; numbers by their value.
fn is_same(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value as V;
    match (a, b) {
        (V::Number(a), V::Number(b)) => a == b || a.as_f64() == b.as_f64() && !both_whole(a, b),
        (V::Array(a), V::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (V::Object(a), V::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| is_same(a, b)))
        }
        (a, b) => a == b,
    }
}

fn both_whole(a: &serde_json::Number, b: &serde_json::Number) -> bool {
    let is_whole = |n: &serde_json::Number| n.is_i64() || n.is_u64();
    is_whole(a) && is_whole(b)
}

fn wrong(case: &Case) -> Option<String> {
    let outcome = run(case);
    let is_failure = case.opa.get("error").is_some();
    let is_right = match (case.onus, &outcome) {
        (Status::Same, Outcome::Result(got)) => case
            .opa
            .get("result")
            .is_some_and(|wanted| is_same(wanted, got)),
        (Status::Same, Outcome::Undefined) => case.opa.get("undefined").is_some(),
        (Status::Same, Outcome::Refused(_) | Outcome::Error(_)) => is_failure,
        (Status::Refused, outcome) => matches!(outcome, Outcome::Refused(_)),
        (Status::Error, outcome) => matches!(outcome, Outcome::Error(_)),
        (Status::Untyped, outcome) => {
            is_failure && matches!(outcome, Outcome::Result(_) | Outcome::Undefined)
        }
    };
    (!is_right).then(|| {
        format!(
            "{} ({}): expected {:?}, OPA has {}, got {outcome:?}\n{}",
            case.name, case.about, case.onus, case.opa, case.module
        )
    })
}

#[test]
fn rego_means_what_opa_says_or_is_refused() {
    let tables = tables();
    let cases: Vec<&Case> = tables.iter().flat_map(|(_, cases)| cases).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut found: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let cases = &cases;
                scope.spawn(move || {
                    let own = cases.iter().skip(worker).step_by(threads);
                    own.filter_map(|case| wrong(case)).collect::<Vec<_>>()
                })
            })
            .collect();
        let results = workers.into_iter().map(|worker| worker.join().unwrap());
        results.flatten().collect()
    });
    found.sort();
    assert!(
        found.is_empty(),
        "{} of {} cases differ:\n{}",
        found.len(),
        cases.len(),
        found.join("\n")
    );
}

#[test]
fn cases_have_names_of_their_own() {
    let mut seen = BTreeSet::new();
    for (path, cases) in tables() {
        for case in cases {
            assert!(
                seen.insert(case.name.clone()),
                "{}: `{}` is there twice",
                path.display(),
                case.name
            );
        }
    }
}

/// What the tables say of each construct and builtin, in words of the page.
fn statuses() -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, BTreeSet<Status>> = BTreeMap::new();
    for (_, cases) in tables() {
        for case in cases {
            found.entry(case.about).or_default().insert(case.onus);
        }
    }
    let word = |status: &Status| match status {
        Status::Same => "same",
        Status::Refused => "refused",
        Status::Error => "error",
        Status::Untyped => "untyped",
    };
    found
        .into_iter()
        .map(|(about, statuses)| {
            let words: Vec<&str> = statuses.iter().map(word).collect();
            (about, words.join(", "))
        })
        .collect()
}

/// The rows of the page's tables below one of its headings.
fn rows(page: &str, heading: &str) -> Vec<[String; 3]> {
    let Some((_, rest)) = page.split_once(&format!("\n## {heading}\n")) else {
        return Vec::new();
    };
    let section = rest.split("\n## ").next().unwrap();
    let cells = |line: &str| {
        let line = line.strip_prefix("| ")?.strip_suffix(" |")?.to_owned();
        let cells: Vec<&str> = line.splitn(3, " | ").collect();
        match cells.as_slice() {
            [about, status, note] => Some([*about, *status, *note].map(str::to_owned)),
            _ => None,
        }
    };
    section.lines().filter_map(cells).skip(1).collect()
}

#[test]
fn the_page_lists_what_the_tables_hold() {
    let page = std::fs::read_to_string(root().join("docs/rego.md")).unwrap();
    let listed: BTreeMap<String, String> = ["Constructs", "Builtins"]
        .into_iter()
        .flat_map(|heading| rows(&page, heading))
        .map(|[about, status, _]| (about, status))
        .collect();
    assert_eq!(listed, statuses());
}

/// Each kind of negated expression, over operands that are there and that are not, in
/// each place where a statement can be: it holds where all operands are defined and the
/// expression does not hold.
#[test]
fn negations_of_absent_operands_hold_nowhere() {
    let shapes = [
        "f(@)",
        "f(g(@))",
        "f([@])",
        "f({\"k\": @})",
        "@ < 1",
        "@ >= 2",
        "@ != 1",
        "@ in [1]",
        "2 in [@]",
        "@ + 1 == 3",
        "count([@]) == 0",
        "g(@) == 2",
        "[@] == [2]",
        "q[@]",
        "[@, 2][1] == 3",
        "startswith(g(@), \"b\")",
        "f(g([v | v := g(@)]))",
        "(@ < 1)",
        "f(@) with input.z as 1",
    ];
    let operands = [
        "input.a",
        "input.b",
        "input.o.c",
        "input.o.d",
        "r",
        "s",
        "input.o[k]",
    ];
    let places = [
        "x if not E",
        "x if {\n\tnot E\n}",
        "x if { 1 == 1; not E; 2 == 2 }",
        "x := count([1 | not E]) == 1",
        "x := true if { input.zzz } else := true if not E",
        "x if every _ in [1] { not E }",
        "x if h(1)\nh(_) if not E",
        "x if { some v in [1]; not E }",
    ];
    let helpers = "f(v) if v == 9\ng(v) := v\nq := {1: false, \"t\": false}\nr := 2\ns := input.zzz\nk := \"c\"\n";
    let input = serde_json::json!({"a": 1, "o": {"c": "t"}});
    let mut wrong = Vec::new();
    for (number, shape) in shapes.iter().enumerate() {
        for (other, operand) in operands.iter().enumerate() {
            let expression = shape.replace('@', operand);
            let is_defined = !["input.b", "input.o.d", "s"].contains(operand);
            // A comprehension is defined whatever is in it.
            let is_defined = is_defined || shape.contains("[v |");
            let holds = format!("package t\n{helpers}x if {expression}\n");
            let plain = evaluated(&holds, Some(&input));
            if matches!(plain, Outcome::Error(_)) {
                continue;
            }
            let expected = is_defined && plain == Outcome::Undefined;
            let place = places[(number + other) % places.len()];
            for place in [places[0], place] {
                let module = format!("package t\n{helpers}{}\n", place.replace('E', &expression));
                let got = evaluated(&module, Some(&input));
                let is_true = got == Outcome::Result(serde_json::json!(true));
                let is_not = matches!(got, Outcome::Undefined)
                    || got == Outcome::Result(serde_json::json!(false));
                if !(if expected { is_true } else { is_not }) {
                    wrong.push(format!("{expected} expected, {got:?}:\n{module}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
