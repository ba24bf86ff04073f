use super::*;
use std::collections::BTreeSet;
use std::io::Write as _;

fn known(text: &str) -> Known {
    Known {
        lists: OnceLock::from(vec![List::of(text.to_owned())]),
        seen: BTreeMap::new(),
    }
}

#[test]
fn names_are_known_unknown_or_open() {
    let known = known("A/b\n\tone\n\t\ttwo\n\t\tTwice\n\tfree\nC\n\tx\nCut\n\t*\n\tb\n");
    assert_eq!(known.tree(["cut"]).unwrap().unknown(&[Some("c")]), None);
    let tree = known.tree(["a/B"]).unwrap();
    assert_eq!(tree.unknown(&[Some("one"), Some("two")]), None);
    assert_eq!(tree.unknown(&[Some("free"), Some("anything")]), None);
    let case = tree.unknown(&[Some("one"), Some("twice")]).unwrap();
    assert_eq!((case.at, case.near), (1, Some(Near::Case("Twice"))));
    let near = tree.unknown(&[Some("onne")]).unwrap();
    assert_eq!(near.near, Some(Near::Spelling("one")));
    assert!(known.tree(["a/b", "z"]).is_none());
    assert_eq!(
        known.tree(["a/b", "c"]).unwrap().unknown(&[Some("x")]),
        None
    );
}

#[test]
fn a_step_without_a_name_is_an_item_or_a_value() {
    let known = known("A\n\trules\n\t\taction\n\tnamed\n\t\tblob\n\t\t\tenabled\n");
    let tree = known.tree(["a"]).unwrap();
    assert_eq!(tree.unknown(&[Some("rules"), None, Some("action")]), None);
    assert_eq!(tree.unknown(&[Some("named"), None, Some("enabled")]), None);
    let near = tree.unknown(&[Some("rules"), None, Some("acton")]).unwrap();
    assert_eq!((near.at, near.near), (2, Some(Near::Spelling("action"))));
}

#[test]
fn truth_values_are_known_where_all_agree() {
    let mut known = known("A\n\ton?\n\tlist\n\t\ton?\nB\n\ton\n");
    let tree = known.tree(["a"]).unwrap();
    assert!(tree.is_truth(&[Some("on")]));
    assert!(tree.is_truth(&[Some("list"), None, Some("on")]));
    assert!(!tree.is_truth(&[Some("list")]) && !tree.is_truth(&[Some("on"), None]));
    assert!(!known.tree(["a", "b"]).unwrap().is_truth(&[Some("on")]));
    let shown = |text| Value::parse(text).unwrap().value;
    known.add("a", &shown(r#"{"on": true}"#));
    assert!(known.tree(["a"]).unwrap().is_truth(&[Some("on")]));
    known.add("a", &shown(r#"{"on": "true"}"#));
    assert!(!known.tree(["a"]).unwrap().is_truth(&[Some("on")]));
}

#[test]
fn inventories_add_what_they_show() {
    let mut known = known("A\n\tone\n");
    let value = Value::parse(r#"{"new": [{"inner": 1}]}"#).unwrap().value;
    known.add("a", &value);
    let tree = known.tree(["A"]).unwrap();
    assert_eq!(tree.unknown(&[Some("new"), Some("inner")]), None);
    assert!(tree.unknown(&[Some("newer")]).is_some());
}

/// A type of which only the addition is known would have no other properties.
#[test]
fn what_is_added_is_added_to_something() {
    let known = Known::bundled();
    for kind in known.lists()[1].types.keys() {
        assert!(known.lists()[0].types.contains_key(kind), "{kind}");
    }
}

#[test]
fn the_bundled_list_is_there() {
    let tree = Known::bundled()
        .tree(["Microsoft.Storage/storageAccounts"])
        .unwrap();
    assert_eq!(tree.unknown(&[Some("minimumTlsVersion")]), None);
    assert_eq!(
        tree.unknown(&[Some("minimumTlsVersoin")]).unwrap().near,
        Some(Near::Spelling("minimumTlsVersion"))
    );
}

/// `ONUS_PROPERTIES=FOLDER cargo test --lib known_properties` makes the list again
/// from tables of type, path and kind (tab-separated, `*.tsv`), one file a
/// source; without a folder there is nothing to compare with.
#[test]
fn known_properties_are_current() {
    let Some(folder) = std::env::var_os("ONUS_PROPERTIES") else {
        return;
    };
    let mut lines: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut kinds: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let source = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_none_or(|extension| extension != "tsv") {
            continue;
        }
        // Of records that hold more than `input.properties`, what that is.
        let root = match source.as_str() {
            "azure" => Some("properties."),
            "aws-config" => Some("configuration."),
            _ => None,
        };
        // Where a source stops listing a type.
        let most = if source == "gcp" { 400 } else { 250 };
        let table = std::fs::read_to_string(&path).unwrap();
        let kind_of = |row: &str| row.split('\t').next().unwrap().to_owned();
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for row in table.lines() {
            *rows.entry(kind_of(row)).or_default() += 1;
        }
        for row in table.lines() {
            if source != "azure" && rows[&kind_of(row)] == most {
                lines.insert(vec![kind_of(row), REST.to_owned()]);
            }
            let mut cells = row.split('\t');
            let (kind, path) = (cells.next().unwrap(), cells.next().unwrap_or_default());
            let path = match root {
                Some(root) => path.strip_prefix(root),
                None => Some(path),
            };
            let Some(path) = path.filter(|path| !path.is_empty()) else {
                continue;
            };
            let path = path.replace("[*]", "").replace("[]", "");
            let names: Vec<String> = std::iter::once(kind)
                .chain(path.split('.'))
                .map(str::to_owned)
                .collect();
            for length in 1..=names.len() {
                lines.insert(names[..length].to_vec());
            }
            // Templates of CloudFormation and ARM may say true as a text, and what AWS
            // Config says has the same types.
            let kind = match source.as_str() {
                "azure" | "cloudformation" | "aws-config" => "",
                _ => cells.next().unwrap_or_default(),
            };
            kinds.entry(names).or_default().insert(kind.to_owned());
        }
    }
    let text: String = lines
        .iter()
        .map(|names| {
            let is_truth = kinds.get(names).is_some_and(|kinds| {
                kinds
                    .iter()
                    .all(|kind| ["bool", "boolean"].contains(&kind.as_str()))
            });
            format!(
                "{}{}{}\n",
                "\t".repeat(names.len() - 1),
                names.last().unwrap(),
                if is_truth { "?" } else { "" }
            )
        })
        .collect();
    if text != Known::bundled().lists()[0].text {
        let path = format!(
            "{}/crates/policy/src/lint/properties.gz",
            concat!(env!("CARGO_MANIFEST_DIR"), "/../..")
        );
        let file = std::fs::File::create(path).unwrap();
        let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap();
        panic!("crates/policy/src/lint/properties.gz was out of date and has been made again");
    }
}
