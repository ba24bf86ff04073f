use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::run::Detail;
use crate::sanitize::clean;
use crate::snapshot::tests::{sample, snapshot};

fn written(before: &Snapshot, after: &Snapshot, missing: &[&str], detail: Detail) -> String {
    let missing: BTreeSet<ResourceKey> = missing.iter().map(|id| ResourceKey::from(*id)).collect();
    let mut known = Known::default();
    known.severities.insert("ACME-1".to_owned(), Severity::High);
    known
        .places
        .insert(ResourceKey::from("a"), "prod.json:12".to_owned());
    let because = ["`prod.json` has changed".to_owned()];
    let event = Event::Changed(Changed {
        because: &because,
        standing: Standing::of(after),
        watched: Watched::of(before, after, &known, &missing),
    });
    let mut out = Vec::new();
    write_event_pretty(&event, "08:00:00", (detail, 100), &mut out).unwrap();
    String::from_utf8(anstream::adapter::strip_bytes(&out).into_vec()).unwrap()
}

#[test]
fn each_change_is_called_what_it_is() {
    let before = sample(&[
        ("a", Status::Satisfied, "Microsoft", ""),
        ("b", Status::Satisfied, "customer/payments", ""),
        ("c", Status::Violated, "customer", "it is open"),
        ("d", Status::Satisfied, "Microsoft", ""),
        ("e", Status::Violated, "customer", "it is open"),
        ("gone", Status::Violated, "customer", "it is open"),
        ("same", Status::Violated, "customer", "it is open"),
        ("silent", Status::Violated, "customer", "it is open"),
        ("vague", Status::Violated, "customer", "it is open"),
    ]);
    let after = sample(&[
        ("a", Status::Violated, "customer/platform", "it is open"),
        ("b", Status::Unknown, "customer/payments", "nobody knows"),
        ("c", Status::Satisfied, "customer", ""),
        ("d", Status::Satisfied, "customer/platform", ""),
        ("e", Status::Violated, "customer", "it is wide open"),
        ("fresh", Status::Satisfied, "customer", ""),
        ("new", Status::Violated, "customer/payments", "it is open"),
        ("same", Status::Violated, "customer", "it is open"),
        ("vague", Status::Unknown, "customer", "nobody knows"),
    ]);
    let text = |detail| written(&before, &after, &["gone"], detail);
    insta::assert_snapshot!(text(Detail::Normal), @r"
    08:00:00  `prod.json` has changed: 2 newly denied, 2 newly unknown, 1 for another reason, 1 fixed, 1 newly allowed, 1 resource gone, 1 no longer decided, 2 moved from Microsoft to customer/platform
      newly denied       high  ACME-1  a      Microsoft -> customer/platform  prod.json:12  it is open
      newly denied       high  ACME-1  new    customer/payments                             it is open
      newly unknown      high  ACME-1  b      customer/payments                             nobody knows
      newly unknown      high  ACME-1  vague  customer                                      nobody knows
      party moved        high  ACME-1  d      Microsoft -> customer/platform                allow
      other reason       high  ACME-1  e      customer                                      deny; it is wide open
      fixed              high  ACME-1  c      customer
      newly allowed      fresh  ACME-1
      gone               gone  no longer in the inventory (1 decision, 1 denied)
      no longer decided  silent  1 decision, 1 denied: ACME-1
      see why with `onus explain prod.json#a ACME-1`
    ");
    assert_eq!(
        text(Detail::Quiet).lines().collect::<Vec<_>>(),
        text(Detail::Normal).lines().take(1).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_decided_is_counted_by_who_has_to_act() {
    let snapshot = sample(&[
        ("a", Status::Satisfied, "Microsoft", ""),
        ("b", Status::Unknown, "customer/payments", "nobody knows"),
        ("c", Status::Violated, "customer", "it is open"),
        ("d", Status::Violated, "customer/payments", "it is open"),
    ]);
    let standing = Standing::of(&snapshot);
    assert_eq!(
        standing,
        Standing {
            resources: 0,
            decisions: 4,
            denied: 3,
            unknown: 1,
            parties: vec![("customer/payments", 2), ("customer", 1)],
        }
    );
}

proptest! {
    #[test]
    fn a_terminal_gets_lines_and_nothing_that_acts_on_it(
        before in snapshot(),
        after in snapshot(),
        is_gone in any::<bool>(),
    ) {
        let ids: Vec<&str> = before.resources.keys().map(ResourceKey::as_str).collect();
        let missing = if is_gone { ids.as_slice() } else { &[] };
        let text = written(&before, &after, missing, Detail::Verbose);
        prop_assert!(text.chars().all(|c| c == '\n' || clean(&c.to_string()) == c.to_string()));
        prop_assert!(text.ends_with('\n'));
    }

    #[test]
    fn nothing_is_lost_and_nothing_gone_is_fixed(
        before in snapshot(),
        after in snapshot(),
    ) {
        let missing: BTreeSet<ResourceKey> = before.resources.keys().cloned().collect();
        let known = Known::default();
        let watched = Watched::of(&before, &after, &known, &missing);
        let of = |side: fn(&Item<'_>) -> bool| watched.items.iter().filter(|item| side(item)).count();
        let (gone, come) = (of(|item| item.before.is_some()), of(|item| item.after.is_some()));
        prop_assert_eq!(before.decisions() - gone, after.decisions() - come);
        for item in &watched.items {
            let is_gone = matches!(item.news, News::Gone | News::NoLongerDecided);
            prop_assert_eq!(is_gone, item.after.is_none());
        }
    }
}
