use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::engine::Engine;
use onus_core::source_id::SourceId;

/// What is wrong with the rules of some policies.
fn check(policies: &[String]) -> Vec<String> {
    let parsed: Vec<(Module, Arc<Document>)> = policies
        .iter()
        .map(|text| {
            let mut engine = Engine::new(Duration::from_secs(5), 0).unwrap();
            let module = engine.add_policy(&SourceId::generated("t.rego"), text);
            (
                module.unwrap(),
                Arc::new(Document::new("t.rego", text.as_str())),
            )
        })
        .collect();
    let index = Index::new(parsed.iter().map(|(module, _)| module));
    let documents = parsed
        .iter()
        .map(|(module, document)| (std::ptr::from_ref(module), Arc::clone(document)))
        .collect();
    let errors = check_chains(&index, &documents);
    errors.iter().map(|error| error.kind.to_string()).collect()
}

fn chain(rules: usize, rule: impl Fn(usize) -> String) -> String {
    let rules: Vec<String> = (0..rules).map(rule).collect();
    format!("package a\n\n{}\n", rules.join("\n"))
}

#[test]
fn chains_are_counted_to_their_end_and_reported_once() {
    let call = |at: usize| format!("f{at}(x) := f{}(x)", at + 1);
    assert!(check(&[chain(LONGEST - 1, call) + &format!("f{}(x) := x\n", LONGEST - 1)]).is_empty());
    let found = check(&[chain(3_000, call) + "f3000(x) := x\n"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("a chain of 501 rules"), "{found:?}");
}

#[test]
fn forty_thousand_rules_take_no_stack() {
    let part = |first: usize| {
        chain(19_990, |at| {
            format!("r{0} := r{1}", first + at, first + at + 1)
        })
    };
    let found = check(&[part(0), part(19_990)]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn what_a_reference_may_lead_to_counts() {
    let long = chain(LONGEST - 1, |at| format!("r{at} := r{}", at + 1)) + "r499 := 1\n";
    let with = |rule: &str| check(&[long.clone(), format!("package b\n\nx := {rule}\n")]);
    assert!(with("data.a.r1").is_empty());
    for rule in ["data.a.r0", "data.a[input.name]", "data.a"] {
        let found = with(rule);
        assert!(
            found.len() == 1 && found[0].starts_with("`data.b.x`"),
            "{rule}: {found:?}"
        );
    }
}

#[test]
fn loops_and_levels_take_their_part() {
    let within = "some b in [x]; ".repeat(60);
    let loops = |at: usize| format!("f{at}(x) := [y | {within}y := f{}(x)]", at + 1);
    let last = |rules: usize| format!("f{rules}(x) := x\n");
    assert!(check(&[chain(200, loops) + &last(200)]).is_empty());
    assert_eq!(check(&[chain(480, loops) + &last(480)]).len(), 1);
    let sums = |at: usize| format!("f{at}(x) := f{}(x){}", at + 1, " + 1".repeat(200));
    assert_eq!(check(&[chain(480, sums) + &last(480)]).len(), 1);
    let found = check(&[format!(
        "package a\n\nx if {{\n{}\n}}\n",
        "\tsome y in input; some z in y\n".repeat(19_900)
    )]);
    assert!(
        found.len() == 1 && found[0].contains("a chain of 1 rule,"),
        "{found:?}"
    );
}

#[test]
fn circles_are_found_whatever_else_there_is() {
    let found = check(&["package a\n\nx := y\ny := z\nz := x\nlone := x\n".to_owned()]);
    assert_eq!(
        found,
        ["these rules call each other in a circle: data.a.x -> data.a.y -> data.a.z -> data.a.x"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Rules that refer to later ones only: the longest chain is what a table says.
    #[test]
    fn the_longest_chain_is_found(
        edges in prop::collection::vec((0_usize..700, 1_usize..3), 600..1_400),
    ) {
        let mut to: Vec<Vec<usize>> = vec![Vec::new(); 703];
        for (from, step) in edges {
            to[from].push(from + step);
        }
        let mut longest = vec![1; to.len()];
        for from in (0..to.len()).rev() {
            let behind = to[from].iter().map(|next| longest[*next]).max();
            longest[from] = behind.unwrap_or(0) + 1;
        }
        let text = chain(to.len(), |at| {
            let sum: Vec<String> = to[at].iter().map(|next| format!("r{next}")).collect();
            format!("r{at} := [{}]", sum.join(", "))
        });
        let is_long = longest.iter().any(|rules| *rules > LONGEST);
        prop_assert_eq!(check(&[text]).is_empty(), !is_long);
    }
}
