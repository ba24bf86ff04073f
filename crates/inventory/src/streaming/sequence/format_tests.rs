//! Formats whose messages or resources need the complete file, read in pieces.

use proptest::prelude::*;

use super::tests::{assert_same, in_pieces, read_at_once, summary};

fn asset(name: &str, more: &str) -> String {
    format!(
        r#"{{"name": "//s.googleapis.com/projects/p/{name}", "asset_type": "s.googleapis.com/B"{more}}}"#
    )
}

const DATA: &str = r#", "resource": {"data": {"labels": {"é": "x"}}}"#;

#[test]
fn contents_of_assets_are_those_of_the_complete_file() {
    let policy = format!(r#"{DATA}, "iam_policy": {{"bindings": []}}"#);
    let lines = [
        asset("a", DATA),
        asset(
            "b",
            &DATA.replace(r#"{"labels": {"é": "x"}}"#, r#""{\"x\": 1}""#),
        ),
        "{\"name\": ".to_owned(),
        asset("c", &policy),
        String::new(),
        r#"{"asset_type": "s.googleapis.com/B"}"#.to_owned(),
    ];
    let (resources, problems) = read_at_once(&lines.join("\n"));
    assert_eq!((resources.len(), problems.len()), (3, 2), "{problems:?}");
    // The unreadable record may be the one with the policy.
    assert!(!resources[0].unknown.is_empty());
    assert_same(&lines.join("\r\n"));
    let sound = [lines[0].as_str(), &lines[1], &lines[3]];
    assert!(read_at_once(&sound.join("\n")).0[0].unknown.is_empty());
    assert_same(&sound.join("\n"));
    assert_same(&format!("[{}]", sound.join(", ")));
    let items = [lines[0].as_str(), "null", &lines[1], &lines[3], &lines[5]].join(",\n");
    assert_same(&format!("[{items}]"));
    assert_same(&format!(
        "{{\"assets\": [{items}], \"nextPageToken\": \"t\"}}"
    ));
    let camel = items
        .replace("asset_type", "assetType")
        .replace("iam_p", "iamP");
    assert_same(&format!(" [{camel}\n]"));
}

#[test]
fn assets_with_several_records_are_read_at_once() {
    let records = [
        asset("a", DATA),
        asset("b", DATA),
        asset("a", r#", "iam_policy": {}"#),
    ];
    for text in [records.join("\n"), format!("[{}]", records.join(","))] {
        for size in [1, 20_000] {
            assert!(in_pieces(&text, size).unwrap().is_none());
        }
    }
    // One name, two assets.
    let other = records[0].replace("com/B", "com/C");
    assert_same(
        &[&records[0], &records[1], &other]
            .map(String::as_str)
            .join("\n"),
    );
}

#[test]
fn missing_configurations_are_reported_once() {
    let assets: Vec<String> = ["a", "b", "c"].iter().map(|name| asset(name, "")).collect();
    let text = assets.join("\n");
    let (_, problems) = read_at_once(&text);
    assert!(
        problems[0].contains("3 of 3 assets have none"),
        "{problems:?}"
    );
    assert_same(&text);
    let found = text.replace("asset_type", "displayName\": \"n\", \"assetType");
    let (_, problems) = read_at_once(&found);
    assert!(problems[0].contains("result of a search"), "{problems:?}");
    assert_same(&found);
    let results = found.replace('\n', ",");
    assert_same(&format!(
        "{{\"results\": [{results}], \"nextPageToken\": \"t\"}}"
    ));
    assert_same(&format!("[{results}]"));
    // The second record shows the format.
    assert_same(&format!("{}\n{found}", asset("z", DATA)));
}

#[test]
fn histories_with_one_state_per_resource_are_split() {
    let item = |id: &str, state: u32, rest: &str| {
        format!(
            r#"{{"resourceType": "T::U::V", "resourceId": "{id}", "awsRegion": "r", "configurationStateId": "{state}", {rest}}}"#
        )
    };
    let deleted = r#""configuration": null, "configurationItemStatus": "ResourceDeleted""#;
    let items = [
        item("a", 9, r#""configuration": "{\"old\": true}""#),
        item("b", 3, deleted),
        r#"{"resourceId": "x"}"#.to_owned(),
        item("c", 1, r#""configuration": {}"#),
    ];
    let file = |items: &[String]| format!("{{\"configurationItems\": [{}]}}", items.join(",\n"));
    let (resources, problems) = read_at_once(&file(&items));
    assert_eq!((resources.len(), problems.len()), (2, 1), "{problems:?}");
    let text = file(&items);
    assert_same(&text);
    assert_same(&text.replace("]}", r#"], "nextToken": "t"}"#));
    assert_same(&text.replacen('{', r#"{"fileVersion": "1.0", "#, 1));
    // A deleted resource, in a history and in a snapshot.
    let again = [&items[..], &[item("a", 10, deleted)]].concat();
    for text in [
        file(&again),
        file(&again).replacen('{', r#"{"configSnapshotId": "s", "#, 1),
        text.replace("]}", r#"], "baseConfigurationItems": [{}]}"#),
    ] {
        assert_eq!(
            in_pieces(&text, 1).unwrap().map(|pieced| pieced.pieces),
            None
        );
    }
}

fn finding(id: &str, more: &str) -> String {
    format!(
        r#"{{"class_uid": 2003, "category_uid": 2, "resources": [{{"uid": "{id}", "type": "rack"{more}}}, {{"uid": "{id}", "type": "rack"}}, {{}}]}}"#
    )
}

#[test]
fn findings_about_different_resources_are_split() {
    let other = |class: u32| format!(r#"{{"class_uid": {class}, "category_uid": 3}}"#);
    let lines = [
        finding("a", ""),
        other(3002),
        finding("b", r#", "data": {"x": 1}"#),
        "nonsense".to_owned(),
        other(3001),
        r#"{"class_uid": 5001, "category_uid": 5, "device": {"uid": "a"}}"#.to_owned(),
        other(3002),
    ];
    let (resources, problems) = read_at_once(&lines.join("\n"));
    assert_eq!((resources.len(), problems.len()), (3, 5), "{problems:#?}");
    assert_same(&lines.join("\n"));
    let items = lines.join(",").replace("nonsense", "3");
    assert_same(&format!("[{items}]"));
    assert_same(&[other(3002), other(3001), String::new()].join("\n"));
    assert_same(&[finding("a", ""), finding("b", ""), String::new()].join("\n"));
    let again = [&lines[..], &[finding("a", r#", "data": {}"#)]].concat();
    assert!(in_pieces(&again.join("\n"), 1).unwrap().is_none());
}

#[test]
fn rows_of_steampipe_are_split() {
    let row = |name: &str, more: &str| format!(r#"{{"akas": ["arn:aws:s3:::{name}"]{more}}}"#);
    let typed = r#", "resource_type": "aws_s3_bucket""#;
    let rows = [
        row("a", typed),
        row("b", ""),
        "{\"akas\": [\"é\"]}".to_owned(),
        row("c", ""),
        "{\"n\": 1}".to_owned(),
    ]
    .join(",\n  ");
    assert_same(&format!("[{rows}]"));
    let text = format!("{{\"columns\": [1, 2],\n \"rows\": [{rows}], \"metadata\": {{}}}}");
    let (_, problems) = read_at_once(&text);
    assert!(problems[2].contains("2 of 5 rows"), "{problems:?}");
    assert_same(&text);
}

/// Records of a format, some of them about the same, some of them invalid.
fn record_sets() -> Vec<(Option<&'static str>, Vec<String>)> {
    let item = |id: &str, more: &str| {
        format!(
            r#"{{"resourceType": "T::U::V", "resourceId": "{id}", "configuration": {{}}{more}}}"#
        )
    };
    let row = |name: &str, more: &str| format!(r#"{{"akas": ["arn:aws:s3:::{name}"]{more}}}"#);
    let found = r#", "displayName": "d""#;
    let odd = ["3", "null", "{}"].map(str::to_owned);
    let named = |of: &dyn Fn(&str) -> String| ["a", "b", "c", "d", "e", "f"].map(of).to_vec();
    let mixed = |alike: Vec<String>, others: Vec<String>| [alike, others, odd.to_vec()].concat();
    let policy = r#", "iam_policy": {}, "iamPolicy": null"#;
    let assets = mixed(
        named(&|name| asset(name, DATA)),
        vec![asset("a", policy), asset("x", policy), asset("y", found)],
    );
    let state = r#", "configurationStateId": 2, "configurationItemStatus": "ResourceDeleted""#;
    let findings = mixed(
        named(&|id| finding(id, r#", "data": {}"#)),
        vec![
            finding("a", ""),
            r#"{"class_uid": 3002, "class_name": "é", "category_uid": 3}"#.to_owned(),
            r#"{"class_uid": 5001, "category_uid": 5, "device": {"uid": "a"}}"#.to_owned(),
        ],
    );
    let items = mixed(
        named(&|id| item(id, "")),
        vec![item("a", state), item("x", state)],
    );
    let typed = r#", "resource_type": "aws_s3_bucket""#;
    let rows = mixed(
        named(&|name| row(name, "")),
        vec![row("x", typed), row("y", typed)],
    );
    vec![
        (None, assets.clone()),
        (Some("assets"), assets.clone()),
        (Some("results"), assets),
        (None, findings),
        (Some("configurationItems"), items),
        (None, rows.clone()),
        (Some("rows"), rows),
    ]
}

proptest! {
    #[test]
    fn any_records_read_in_pieces_as_at_once(
        record_set in prop::sample::select(record_sets()),
        picked in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        on_lines in any::<bool>(),
        size in 1..500_usize,
    ) {
        let (key, records) = record_set;
        let records: Vec<&str> = picked.iter().map(|index| index.get(&records).as_str()).collect();
        let text = match key {
            Some(key) => format!(
                "{{\"columns\": 1,\n\"{key}\": [{}], \"metadata\": {{}}, \"nextToken\": \"t\"}}",
                records.join(" ,\n")
            ),
            None if on_lines => records.join("\n"),
            None => format!("[{}]", records.join(",")),
        };
        let (resources, problems) = read_at_once(&text);
        if let Some(pieced) = in_pieces(&text, size).unwrap() {
            prop_assert_eq!(summary(&pieced.resources), summary(&resources));
            prop_assert_eq!(pieced.problems, problems);
        }
    }
}
