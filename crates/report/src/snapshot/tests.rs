use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// What inventories and policies can hold, and what breaks lines, tables and terminals.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("---".to_owned()),
        Just("resources".to_owned()),
        Just("<<<<<<< ours".to_owned()),
        Just("=======".to_owned()),
        Just(r"\u{7c} \n \e".to_owned()),
        Just(String::new()),
        "[ab|\\\\ \n\r\t\u{1b}\u{9b}\u{2028}\u{202e}\u{a0}é😀{}<=>:\"'#-]{0,12}",
        any::<String>(),
    ]
}

fn line(resources: Vec<ResourceKey>) -> impl Strategy<Value = Line> {
    let status = prop_oneof![
        Just(Status::Satisfied),
        Just(Status::Violated),
        Just(Status::Unassigned)
    ];
    let layer = proptest::option::of(Just(Layer::Data));
    let messages = proptest::collection::btree_set(text(), 0..3);
    let resource = proptest::sample::select(resources);
    (resource, layer, status, text(), messages).prop_map(
        |(resource, layer, status, party, messages)| Line {
            resource,
            layer,
            status,
            party,
            messages,
        },
    )
}

/// A snapshot of one inventory.
pub(crate) fn snapshot() -> impl Strategy<Value = Snapshot> {
    snapshot_of(text().prop_map(|id| ResourceKey::from(id.as_str())))
}

/// A snapshot of several inventories, which share some ids.
pub(crate) fn snapshot_of_several() -> impl Strategy<Value = Snapshot> {
    let id = prop_oneof!["[ab]", text()];
    let origin = proptest::option::of(prop_oneof!["[xy]", text()]);
    snapshot_of((id, origin).prop_map(|(id, origin)| ResourceKey::within(&id, origin)))
}

fn snapshot_of(key: impl Strategy<Value = ResourceKey>) -> impl Strategy<Value = Snapshot> {
    let named = (text(), text()).prop_map(|(name, kind)| Named { name, kind });
    let header = (
        text(),
        proptest::collection::btree_map(text(), text(), 0..3),
        0..9_usize,
    )
        .prop_map(|(source, editions, resources)| Header {
            source,
            policy_set: None,
            editions,
            resources,
        });
    (header, proptest::collection::btree_map(key, named, 1..5)).prop_flat_map(
        |(header, resources)| {
            let ids: Vec<ResourceKey> = resources.keys().cloned().collect();
            let lines = proptest::collection::btree_map(line(ids), 1..3_usize, 0..4);
            let section = (text(), lines).prop_map(|(title, lines)| Section { title, lines });
            proptest::collection::btree_map(text(), section, 0..4).prop_map(move |controls| {
                Snapshot {
                    header: header.clone(),
                    controls,
                    resources: resources.clone(),
                }
            })
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(snapshot in snapshot()) {
        let text = render(&snapshot);
        prop_assert_eq!(parse(&text).map_err(|error| error.fault.to_string()), Ok(snapshot.clone()));
        // Nothing acts on a terminal, and nothing moves when an editor tidies up.
        prop_assert!(text.chars().all(|c| c == '\n' || crate::clean(&c.to_string()) == c.to_string()));
        prop_assert!(text.lines().all(|line| line.trim_end() == line));
    }

    /// `cargo insta review` loads both files and writes the accepted one anew.
    #[test]
    fn insta_reads_it_and_what_insta_writes_is_read(snapshot in snapshot()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("estate.json.snap");
        std::fs::write(&path, render(&snapshot)).unwrap();
        let loaded = insta::Snapshot::from_file(&path).unwrap();
        prop_assert!(loaded.metadata().source().is_some());
        loaded.save(&path).unwrap();
        let again = std::fs::read_to_string(&path).unwrap();
        prop_assert_eq!(parse(&again).map_err(|error| error.fault.to_string()), Ok(snapshot));
    }

    #[test]
    fn no_part_of_a_snapshot_is_one(snapshot in snapshot(), part in 0.0..1.0_f64) {
        let text = render(&snapshot);
        let lines: Vec<&str> = text.lines().collect();
        let keep = (part * lines.len() as f64) as usize;
        prop_assert!(parse(&lines[..keep].join("\n")).is_err());
    }
}

pub(crate) fn sample(lines: &[(&str, Status, &str, &str)]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (resource, status, party, message) in lines {
        let named = Named {
            name: (*resource).to_owned(),
            kind: "acme_thing".to_owned(),
        };
        snapshot
            .resources
            .insert(ResourceKey::from(*resource), named);
        let section = snapshot.controls.entry("ACME-1".to_owned()).or_default();
        section.title = "It is closed".to_owned();
        let line = Line {
            resource: ResourceKey::from(*resource),
            layer: None,
            status: *status,
            party: (*party).to_owned(),
            messages: (!message.is_empty())
                .then(|| (*message).to_owned())
                .into_iter()
                .collect(),
        };
        section.lines.insert(line, 1);
    }
    snapshot
}

fn written(before: &Snapshot, after: &Snapshot) -> String {
    let mut out = Vec::new();
    write_changes(&Comparison::of(before, after), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn counts_say_what_flips_and_whose_it_is() {
    let before = sample(&[
        ("a", Status::Satisfied, "customer/payments", ""),
        ("b", Status::Satisfied, "customer/payments", ""),
        ("c", Status::Violated, "customer", "it is open"),
        ("d", Status::Satisfied, "Microsoft", ""),
        ("e", Status::Violated, "customer", "it is open"),
        ("gone", Status::Violated, "customer", "it is open"),
        ("same", Status::Violated, "customer", "it is open"),
    ]);
    let after = sample(&[
        ("a", Status::Violated, "customer/payments", "it is open"),
        ("b", Status::Unknown, "customer/payments", "nobody knows"),
        ("c", Status::Satisfied, "customer", ""),
        ("d", Status::Satisfied, "customer/platform", ""),
        ("e", Status::Violated, "customer", "it is wide open"),
        ("new", Status::Violated, "customer/payments", "it is open"),
        ("same", Status::Violated, "customer", "it is open"),
    ]);
    insta::assert_snapshot!(written(&before, &after), @r"
      ACME-1  It is closed
      - allow           customer/payments  a
      + deny            customer/payments  a   it is open
      - allow           customer/payments  b
      + deny (unknown)  customer/payments  b   nobody knows
      - deny            customer           c   it is open
      + allow           customer           c
      - allow           Microsoft          d
      + allow           customer/platform  d
      - deny            customer           e   it is open
      + deny            customer           e   it is wide open
      - deny            customer           gone   it is open
      + deny            customer/payments  new   it is open

    2 become denied (customer/payments 2), 1 becomes allowed (customer 1), 1 moves from Microsoft to customer/platform, 1 has another reason, 1 is new and denied (customer/payments 1), 1 was denied and is gone
    ");
}

#[test]
fn labels_alone_are_no_change() {
    let before = sample(&[("a", Status::Satisfied, "customer", "")]);
    let mut after = before.clone();
    let twin = Named {
        name: "a".to_owned(),
        kind: "acme_thing".to_owned(),
    };
    after.resources.insert(ResourceKey::from("b"), twin);
    assert!(Comparison::of(&before, &after).is_empty());
}

#[test]
fn single_controls_can_be_accepted() {
    let before = sample(&[("a", Status::Satisfied, "customer", "")]);
    let mut after = sample(&[("a", Status::Violated, "customer", "it is open")]);
    let other = sample(&[("b", Status::Violated, "customer", "it is open")]);
    after.controls.insert(
        "ACME-2".to_owned(),
        other.controls.get("ACME-1").unwrap().clone(),
    );
    after.resources.extend(other.resources);
    let mut taken = before.clone();
    taken.take(&after, &|id| id == "ACME-2");
    assert_eq!(taken.controls.len(), 2);
    assert!(taken.resources.contains_key(&ResourceKey::from("b")));
    let controls: BTreeMap<_, _> = Comparison::of(&taken, &after)
        .controls
        .iter()
        .map(|control| (control.id.to_owned(), control.changes.len()))
        .collect();
    assert_eq!(controls, BTreeMap::from([("ACME-1".to_owned(), 1)]));
    taken.take(&after, &|_| true);
    assert_eq!(taken, after);
}

#[test]
fn what_was_changed_by_hand_is_refused() {
    let good = render(&sample(&[
        ("a", Status::Satisfied, "customer", ""),
        ("b", Status::Violated, "customer", "it is open"),
    ]));
    let fault = |from: &str, to: &str| {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good);
        let error = parse(&text).unwrap_err();
        let place = text.get(..error.range.start).unwrap().lines().count();
        format!(
            "{} @ {:?} after {place} lines",
            error.fault,
            text.get(error.range).unwrap()
        )
    };
    let faults = [
        fault("---\n", ""),
        fault("source:", "sauce:"),
        fault("format: 2", "format: 3"),
        fault("  format: 2\n", ""),
        fault("onus snapshot", "value"),
        fault("resources: 0", "resources: many"),
        fault("decisions: 2", "decisions: 3"),
        fault("  allow satisfied", "  deny satisfied"),
        fault("  allow satisfied", "allow satisfied"),
        fault("  allow satisfied", "  allow sometimes"),
        fault("| a\n", "| x\n"),
        fault("ACME-1 |", "ACME-1"),
        fault("ACME-1 |", "<<<<<<< HEAD\nACME-1 |"),
        fault("resources\n  a", "\n  a"),
        fault("  a | acme_thing", "  b | acme_thing | b\n  a | acme_thing"),
        fault("it is open", r"it is \open"),
        fault("  b | acme_thing | b\n", ""),
    ];
    insta::assert_snapshot!(faults.join("\n"), @r#"
    this is no snapshot: it does not begin with a header between two lines of `---` @ "source: \"\\\\e\"" after 0 lines
    the header can't be read: missing field `source` at line 4, column 1 @ "info:" after 3 lines
    this snapshot has format 3, and this program reads formats 1 to 2 @ "  format: 3" after 4 lines
    this snapshot has format unknown, and this program reads formats 1 to 2 @ "---" after 0 lines
    this snapshot was not made by `onus snapshot` @ "expression: \"value\"" after 2 lines
    the header can't be read: invalid u64 at line 7, column 14 @ "  resources: many" after 6 lines
    the header says 3 decisions, and there are 2 @ "resources" after 14 lines
    this line is neither a control nor a decision @ "  deny satisfied | customer | a" after 11 lines
    the header says 2 decisions, and there are 1 @ "resources" after 14 lines
    this line is neither a control nor a decision @ "  allow sometimes | customer | a" after 11 lines
    `x` is not in the list of resources below @ "x" after 12 lines
    this line is neither a control nor a decision @ "ACME-1 It is closed" after 10 lines
    a merge left its marks here @ "<<<<<<< HEAD" after 10 lines
    this line is neither a control nor a decision @ "  a | acme_thing | a" after 15 lines
    `b` stands twice @ "  b | acme_thing | b" after 17 lines
    this line is neither a control nor a decision @ "  deny violated | customer | b | it is \\open" after 12 lines
    the header says that 2 resources are listed, and there are 1 @ "resources" after 14 lines
    "#);
}
