use std::collections::BTreeMap;

use crate::engine::{Engine, Module};
use crate::names::meaning::{Global, Meaning, globals};
use crate::names::resolved::Resolved;
use crate::names::symbol_table::Index;
use onus_core::source_id::SourceId;

/// What a name means at each place where it is written behind `@`, by the rules of
/// Rego: `local`, `input`, `data`, `import`, `rule`, or `nothing`; with a `?` where the
/// engine can take it for something else.
fn meanings(text: &str) -> String {
    let marks: Vec<usize> = text.match_indices('@').map(|(at, _)| at).collect();
    let plain = text.replace('@', "");
    let mut engine = Engine::new(std::time::Duration::ZERO, 0).unwrap();
    let module = engine
        .add_policy(&SourceId::generated("t"), &plain)
        .unwrap();
    let modules = [module];
    let index = Index::new(&modules);
    let found: BTreeMap<usize, String> = modules[0]
        .rules
        .iter()
        .flat_map(|rule| Resolved::of(&modules[0], rule, &index).meanings)
        .map(|(at, meaning)| (at, word(&meaning)))
        .collect();
    marks
        .iter()
        .enumerate()
        .map(|(before, at)| found.get(&(at - before)).map_or("none", String::as_str))
        .collect::<Vec<_>>()
        .join(" ")
}

fn word(meaning: &Meaning<'_>) -> String {
    let global = |global: &Global<'_>| match global {
        Global::Input => "input",
        Global::Data => "data",
        Global::Import(_) => "import",
        Global::Rule => "rule",
    };
    match meaning {
        Meaning::Wildcard => "_".to_owned(),
        Meaning::Local(_) => "local".to_owned(),
        Meaning::Global(globals) if globals.is_empty() => "nothing".to_owned(),
        Meaning::Global(globals) => globals.iter().map(global).collect::<Vec<_>>().join("/"),
        Meaning::Either(..) => "local?".to_owned(),
    }
}

#[test]
fn names_hide_others_where_they_are_declared_and_nowhere_else() {
    let head = "package t\nimport data.lib.cfg\nimport input.in as doc\nn := 1\n";
    let cases = [
        ("x := @n", "rule"),
        ("x := @cfg", "import"),
        ("x := @doc", "import"),
        ("x := @input.n", "input"),
        ("x := data.t.n", ""),
        ("x if { n := 2; @n == 2 }", "local"),
        ("x if { @n == 1; [n | n := 2] == [2] }", "rule"),
        ("x := [@n | n := 2]", "local"),
        ("x := {@k: @v | some k, v in @cfg}", "local local import"),
        ("x if { every n in [1] { @n == 1 }; @n == 1 }", "local rule"),
        ("x if { @n == 1 } else := @n if { n := 2 }", "rule local"),
        ("x if { n := 2 } else := @n", "rule"),
        ("f(n) := @n", "local"),
        ("f([n, _]) := [@n | true]", "local"),
        ("f(_) := @n", "rule"),
        // A name that has a meaning is never bound by `=` or as a key.
        ("x if { @n = 1 }", "rule"),
        ("x if { input[@n] }", "rule"),
        ("x if { m = 1; @m == 1 }", "local"),
        ("x if { input[m]; @m == 1 }", "local"),
        ("x if { input[_]; @m == 1; count(input, m) }", "local"),
        ("x if { @m == 1 }", "nothing"),
        // The engine may look before the name is bound.
        ("x if { every v in [1] { v == @n }; n := 1 }", "local?"),
        ("x if { some n; @n == 1; n = 1 }", "local?"),
        ("x if { @n == 1; n := 1 }", "local?"),
        // A call is never of a name of the rule.
        ("n2(a) := a\nx if { n2 := 1; @n2(2) == 2 }", "rule"),
        // The head is evaluated in each body.
        ("x contains @m if { some m in input.a }", "local"),
        ("x[@k] := @v if { some k, v in input.a }", "local local"),
    ];
    for (rule, expected) in cases {
        let text = format!("{head}{rule}\n");
        assert_eq!(meanings(&text), expected, "{rule}");
    }
}

#[test]
fn imports_of_another_file_of_the_package_count_where_a_name_has_no_other_meaning() {
    let mut engine = Engine::new(std::time::Duration::ZERO, 0).unwrap();
    let modules: Vec<Module> = [
        "package t\nimport data.lib.cfg\na := 1",
        "package t\nx := [cfg, a, b]",
    ]
    .into_iter()
    .map(|text| engine.add_policy(&SourceId::generated("t"), text).unwrap())
    .collect();
    let index = Index::new(&modules);
    let count = |name| globals(&modules[1], &index, name).len();
    assert_eq!([count("cfg"), count("a"), count("b")], [1, 1, 0]);
}
