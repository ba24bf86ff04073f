use super::*;
use onus_core::decision::{Answer, Basis, Finding, Party, Responsibility, Verdict, sample};
use onus_core::vocabulary::{Layer, PartyKind, Severity};

fn denial(messages: &[&str]) -> Decision {
    let mut denial = sample("C-1", "/a/b", Verdict::Deny);
    let template = Finding {
        message: String::new(),
        pointer: None,
        value: None,
        expected: None,
        file: None,
        line: None,
        column: None,
        written_at: None,
        certainty: onus_core::decision::Certainty::Certain,
        range: None,
        failure: None,
    };
    denial.findings = messages
        .iter()
        .map(|message| Finding {
            message: (*message).to_owned(),
            ..template.clone()
        })
        .collect();
    denial
}

fn answered(mut denial: Decision, kind: PartyKind, name: &str) -> Decision {
    let accountable = Party {
        kind,
        name: Some(name.to_owned()),
    };
    denial.responsible = Answer::Assigned(Arc::new(Responsibility {
        performs: Vec::new(),
        accountable,
        basis: Basis::default(),
    }));
    denial
}

fn of(denials: &[Decision]) -> Baseline {
    let mut baseline = Baseline::default();
    baseline.add(&mut denials.to_vec());
    baseline
}

fn is_in(baseline: &Baseline, decision: Decision) -> bool {
    let mut decisions = [decision];
    Baselining::new(baseline, &[], BTreeSet::new()).mark(&mut decisions);
    decisions[0].in_baseline
}

#[test]
fn a_denial_is_in_it_as_long_as_it_is_about_no_more() {
    let known = of(&[denial(&["a", "b"])]);
    assert!(is_in(&known, denial(&["b", "a"])));
    assert!(is_in(&known, denial(&["a"])));
    assert!(!is_in(&known, denial(&["a", "b", "c"])));
    assert!(!is_in(&known, denial(&["a", "a"])));
    assert!(is_in(&of(&[denial(&["a", "a"])]), denial(&["a", "a"])));
}

#[test]
fn another_reason_another_side_another_resource_are_new() {
    let known = of(&[answered(denial(&["a"]), PartyKind::Provider, "Microsoft")]);
    assert!(is_in(
        &known,
        answered(denial(&["a"]), PartyKind::Provider, "Azure")
    ));
    assert!(!is_in(
        &known,
        answered(denial(&["a"]), PartyKind::Customer, "web")
    ));
    assert!(!is_in(&known, sample("C-2", "/a/b", Verdict::Deny)));
    assert!(!is_in(&known, sample("C-1", "/a/c", Verdict::Deny)));
    let mut unknown = answered(denial(&["a"]), PartyKind::Provider, "Microsoft");
    unknown.status = Status::Unknown;
    assert!(!is_in(&known, unknown.clone()));
    assert!(is_in(&of(&[unknown.clone()]), unknown));
}

/// A denial in an inventory, with an id that is unique there only.
fn within(origin: &str) -> Decision {
    let mut local = denial(&["a"]);
    let mut about = Arc::into_inner(local.resource).unwrap();
    about.origin = Some(origin.to_owned());
    local.resource = Arc::new(about);
    local
}

/// What is in a baseline of a run with these inventories, and the diagnostics.
fn among(baseline: &Baseline, origins: &[&str]) -> (Vec<bool>, Vec<String>) {
    let all = origins.iter().map(|origin| (*origin).to_owned()).collect();
    let mut decisions: Vec<_> = origins.iter().map(|origin| within(origin)).collect();
    let mut held = Baselining::new(baseline, &[], all);
    for decision in &mut decisions {
        held.mark(std::slice::from_mut(decision));
    }
    let marked = decisions.iter().map(|one| one.in_baseline).collect();
    let said = held.report("b.json").into_iter();
    (marked, said.map(|problem| problem.message).collect())
}

#[test]
fn a_local_id_is_known_within_its_origin_only() {
    let known = of(&[within("one")]);
    assert!(known.render().unwrap().contains("\"origin\":\"one\""));
    assert_eq!(among(&known, &["one", "two"]).0, [true, false]);
    let (marked, said) = among(&known, &["two"]);
    assert_eq!(marked, [false]);
    assert_eq!(
        said,
        ["C-1 of `/a/b` in `one` is in the baseline `b.json` and is not decided any more"]
    );
    assert!(!is_in(&known, denial(&["a"])));
    assert!(!is_in(&of(&[denial(&["a"])]), within("one")));
}

#[test]
fn an_older_baseline_counts_where_there_is_one_origin() {
    let mut older = of(&[denial(&["a"])]);
    older.edition = Edition::Ids;
    assert_eq!(among(&older, &["one"]), (vec![true], vec![]));
    let (marked, said) = among(&older, &["one", "two"]);
    assert_eq!(marked, [false, false]);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with("1 denial of the baseline `b.json` can be in any of 2"),
        "{said:?}"
    );
    assert!(is_in(&older, denial(&["a"])));
}

#[test]
fn an_inventory_without_a_name_is_in_none() {
    let unnamed = of(&[within(Source::STDIN)]);
    assert!(unnamed.problem().is_some());
    assert!(of(&[denial(&["a"])]).problem().is_none());
    let (marked, said) = among(&unnamed, &[Source::STDIN]);
    assert_eq!(marked, [false]);
    assert_eq!(said.len(), 2);
}

#[test]
fn a_control_is_found_by_its_older_id() {
    let known = of(&[denial(&["a"])]);
    let older = ["c-1".to_owned()];
    let key = ControlKey {
        id: "D-1",
        aliases: &older,
        severity: Severity::High,
        layer: Layer::Data,
        deprecated: false,
        on_request: false,
    };
    let mut renamed = sample("D-1", "/a/b", Verdict::Deny);
    renamed.findings = denial(&["a"]).findings;
    let mut decisions = [renamed];
    Baselining::new(&known, &[key], BTreeSet::new()).mark(&mut decisions);
    assert!(decisions[0].in_baseline);
}

#[test]
fn what_could_not_be_decided_is_in_none() {
    let mut failed = denial(&["a"]);
    failed.status = Status::Error;
    let known = of(&[failed.clone()]);
    assert!(known.is_empty());
    let text = of(&[denial(&["a"])])
        .render()
        .unwrap()
        .replace("violated", "error");
    let by_hand = Baseline::read(&Arc::new(Document::new("b.json", text))).unwrap();
    assert!(!is_in(&by_hand, failed));
}

#[test]
fn the_file_is_read_back_in_an_order_that_does_not_move() {
    let (one, two) = (denial(&["a \"b\"\n"]), sample("A-1", "/a", Verdict::Deny));
    let text = of(&[one.clone(), two.clone(), one.clone()])
        .render()
        .unwrap();
    assert_eq!(text, of(&[two, one]).render().unwrap());
    assert_eq!(text.lines().count(), 7);
    let read = Baseline::read(&Arc::new(Document::new("b.json", text.clone()))).unwrap();
    assert_eq!(read.render().unwrap(), text);
    let empty = Baseline::default().render().unwrap();
    assert!(Baseline::read(&Arc::new(Document::new("b.json", empty))).is_ok());
}

#[test]
fn what_is_gone_is_told() {
    let known = of(&[denial(&["a"]), sample("C-2", "/a/b", Verdict::Deny)]);
    let mut held = Baselining::new(&known, &[], BTreeSet::new());
    held.mark(&mut [sample("C-1", "/a/b", Verdict::Allow)]);
    let said: Vec<String> = held
        .report("b.json")
        .into_iter()
        .map(|problem| problem.message)
        .collect();
    assert_eq!(
        said,
        [
            "C-1 of `/a/b` is in the baseline `b.json` and is allowed now",
            "C-2 of `/a/b` is in the baseline `b.json` and is not decided any more",
        ]
    );
}
