//! Tests of the table against the engine, the page and hostile arguments.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use regorus::Value;

use super::*;

#[test]
fn builtins_are_known_refused_missing_or_unknown() {
    let arity = |name| match builtin(name) {
        Builtin::Known { arity, .. } => Some(arity),
        _ => None,
    };
    assert_eq!(arity("startswith"), Some(2));
    assert_eq!(arity("print"), Some(usize::MAX));
    assert!(matches!(builtin("http.send"), Builtin::Refused { .. }));
    assert!(matches!(builtin("crypto.sha256"), Builtin::Missing { .. }));
    assert_eq!(builtin("startwith"), Builtin::Unknown);
}

#[test]
fn the_table_is_sorted() {
    assert!(ROWS.is_sorted_by(|one, other| one.name < other.name));
}

/// What the engine has and the table does not could not be called; what the table
/// gives another arity would never be called.
#[test]
fn each_builtin_of_the_engine_is_in_the_table() {
    for (name, (_, arity)) in regorus::unstable::BUILTINS.iter() {
        if name.starts_with("__") {
            continue;
        }
        let row = table::find(name).expect(name);
        assert_eq!(row.arity, *arity, "{name}");
        assert!(!matches!(row.kind, CallKind::Missing(_)), "{name}");
    }
    for row in ROWS {
        if matches!(row.kind, CallKind::Engine(_)) {
            assert!(
                regorus::unstable::BUILTINS.contains_key(row.name),
                "{}",
                row.name
            );
        }
    }
}

/// What builtins are given in policies that are to exhaust a machine.
fn hostile() -> Vec<Value> {
    let text = |text: String| Value::from(text);
    let mut shared = Value::from(vec![Value::from(1_u64)]);
    let mut shared_object = Value::from("x");
    let mut deep = Value::Null;
    for level in 0..60_u64 {
        shared = Value::from(vec![shared.clone(), shared.clone()]);
        shared_object = Value::from(BTreeMap::from([
            (Value::from("a"), shared_object.clone()),
            (Value::from(level), shared_object.clone()),
        ]));
        deep = Value::from(vec![deep]);
    }
    for _ in 0..600 {
        deep = Value::from(vec![deep]);
    }
    let graph: BTreeMap<Value, Value> = (0..30_u64)
        .map(|node| {
            let edges: Vec<Value> = (0..30_u64).map(Value::from).collect();
            (Value::from(node), Value::from(edges))
        })
        .collect();
    let copies = Value::from_json_str(r#"{"op": "copy", "from": "/a", "path": "/b"}"#).unwrap();
    vec![
        Value::Null,
        Value::from(true),
        Value::from(0_u64),
        Value::from(-1_i64),
        Value::from(2_u64),
        Value::from(0.5),
        Value::from(1e300),
        Value::from(-1e300),
        Value::from(u64::MAX),
        Value::from(i64::MIN),
        Value::from_numeric_string(&"9".repeat(2000)).unwrap(),
        Value::from(""),
        Value::from("a"),
        text("a".repeat(1 << 18)),
        text("é".repeat(1 << 16)),
        text("a,".repeat(1 << 17)),
        text("[".repeat(1 << 16)),
        text("(a*)*".repeat(20)),
        Value::from("(a{1000}){1000}"),
        Value::from("(((a{10}){10}){10}b?)*c"),
        Value::from("{a,b}*{a,b}*{a,b}*{a,b}*[!x]"),
        Value::from("1e99999999"),
        Value::from("1e999999Gi"),
        Value::from("%999999d%999999d%999999d"),
        Value::from("%1000000000s"),
        Value::from("::/0"),
        Value::from("2006-01-02T15:04:05.999999999Z07:00"),
        Value::from(Vec::<Value>::new()),
        Value::from(vec![Value::from("a"); 1000]),
        Value::from(vec![copies; 1000]),
        Value::from(vec![Value::from(1_u64); 100_000]),
        Value::from(vec![Value::from(i64::MAX), Value::from("Nowhere")]),
        Value::from(BTreeSet::from([Value::from("a"), Value::from(1_u64)])),
        Value::from(graph),
        shared,
        shared_object,
        deep,
    ]
}

/// Each builtin, with hostile values in each place, answers or fails, soon and without
/// a panic. In a build for tests, on a busy machine, a second is a lot.
#[test]
fn builtins_end_whatever_they_are_given() {
    let hostile = Arc::new(hostile());
    let threads: Vec<_> = (0..2_usize)
        .map(|half| {
            let hostile = Arc::clone(&hostile);
            std::thread::spawn(move || {
                let mut seed = 12_345_usize;
                for row in ROWS.iter().skip(half).step_by(2) {
                    if !matches!(row.kind, CallKind::Engine(_) | CallKind::Ours(_)) {
                        continue;
                    }
                    for turn in 0..hostile.len() {
                        start(bounds::Spelling::Usual);
                        let arguments: Vec<Value> = (0..usize::from(row.arity))
                            .map(|place| {
                                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                                // Each value is the first argument once.
                                let random = (seed >> 33) % hostile.len();
                                let index = if place == 0 { turn } else { random };
                                hostile[index].clone()
                            })
                            .collect();
                        let started = Instant::now();
                        let _ = answer(row, &arguments);
                        let took = started.elapsed();
                        assert!(took < Duration::from_secs(4), "{} took {took:?}", row.name);
                    }
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("no builtin panics");
    }
}

/// What one evaluation makes in all is bounded, however little each call makes.
#[test]
fn an_evaluation_makes_no_more_than_its_limit() {
    start(bounds::Spelling::Usual);
    let row = table::find("concat").unwrap();
    let part = Value::from("a".repeat(1 << 20));
    let arguments = [Value::from(""), Value::from(vec![part; 4])];
    let failed = (0..1000).find_map(|_| answer(row, &arguments).err());
    insta::assert_snapshot!(failed.unwrap(), @"`concat` would make more than all builtins may make in one evaluation (256 MiB); give it less, or compare without it");
    start(bounds::Spelling::Usual);
    assert!(answer(row, &arguments).is_ok());
}

/// Each builtin is on the page with its note, and its statuses are those of the tables.
/// `ONUS_UPDATE=1` writes the section.
#[test]
fn the_page_lists_each_builtin() {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let mut statuses: BTreeMap<String, BTreeSet<u8>> = BTreeMap::new();
    for entry in std::fs::read_dir(root.join("tests/rego/builtins")).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_none_or(|extension| extension != "ndjson")
        {
            continue;
        }
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let status = STATUSES
                .iter()
                .position(|status| case["onus"] == *status)
                .unwrap();
            let about = case["about"].as_str().unwrap().to_owned();
            statuses.entry(about).or_default().insert(status as u8);
        }
    }
    let mut section = String::from(
        "\n## Builtins\n\nAll builtins of OPA 1.22. What one call makes is limited to 4 MiB of text or 250,000 members, and what all calls of an evaluation make to 256 MiB: more is an error.\n\n| builtin | status | note |\n|---|---|---|\n",
    );
    for row in ROWS {
        let found = statuses.get(&format!("`{}`", row.name));
        let words: Vec<&str> = found
            .iter()
            .flat_map(|found| found.iter())
            .map(|status| STATUSES[usize::from(*status)])
            .collect();
        let note = match row.kind {
            CallKind::Refused(help) | CallKind::Missing(help) => help,
            _ => row.note,
        };
        section.push_str(&format!(
            "| `{}` | {} | {note} |\n",
            row.name,
            words.join(", ")
        ));
    }
    let path = root.join("docs/rego.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, after) = match page.split_once("\n## Builtins\n") {
        Some((before, rest)) => {
            let after = rest
                .find("\n## ")
                .map_or("", |at| rest.get(at..).unwrap_or_default());
            (before.to_owned(), after.to_owned())
        }
        None => (page.clone(), String::new()),
    };
    let current = format!("{before}{section}{after}");
    if std::env::var_os("ONUS_UPDATE").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert!(
        current == page || std::env::var_os("ONUS_UPDATE").is_some(),
        "docs/rego.md is not current: run this test with ONUS_UPDATE=1"
    );
}

/// In the order of the page.
const STATUSES: [&str; 4] = ["same", "refused", "error", "untyped"];
