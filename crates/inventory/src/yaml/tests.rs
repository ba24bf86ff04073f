use serde_json::{Value, json};

use super::*;
use crate::json::locate::locate;
use onus_core::json_pointer::Pointer;

fn document(text: &str) -> Arc<Document> {
    Arc::new(Document::new("t.yaml", text))
}

fn parsed(text: &str) -> Value {
    let made = as_json(&document(text)).unwrap().unwrap();
    serde_json::from_str(made.text()).unwrap()
}

#[test]
fn plain_words_are_read_as_by_kubectl_and_cloudformation() {
    let text = "a: yes\nb: 'yes'\nc: off\nd: 0755\ne: 1.50\nf: ~\ng: 012345678901\nh: 0x1F\ni: -3\nj: 1e3\nk: 2010-09-09\nl: .5\nm: !!str 12\nn: 123456789012345678901234567890\no: v1\n";
    assert_eq!(
        parsed(text),
        json!({"a": true, "b": "yes", "c": false, "d": 493, "e": 1.5, "f": null,
            "g": "012345678901", "h": 31, "i": -3, "j": 1000.0, "k": "2010-09-09",
            "l": 0.5, "m": "12", "n": 1.2345678901234568e29, "o": "v1"})
    );
}

#[test]
fn documents_become_an_array_and_empty_ones_vanish() {
    assert_eq!(
        parsed("---\n---\na: 1\n---\n# nothing\n---\nb: [2]\n"),
        json!([{"a": 1}, {"b": [2]}])
    );
    assert_eq!(parsed("a: 1\n"), json!({"a": 1}));
    assert!(as_json(&document("just words\n")).unwrap().is_none());
    assert!(as_json(&document("# nothing\n")).unwrap().is_none());
}

#[test]
fn anchors_and_merges_are_written_out() {
    let text = "base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\nlist: [*b, *b]\n";
    assert_eq!(
        parsed(text),
        json!({"base": {"x": 1, "y": 2}, "use": {"x": 1, "y": 3},
            "list": [{"x": 1, "y": 2}, {"x": 1, "y": 2}]})
    );
}

#[test]
fn short_tags_become_their_long_form() {
    let text = "a: !Ref Bucket\nb: !GetAtt Bucket.Arn\nc: !Sub '${A}-x'\nd: !Join ['', [a, !Ref B]]\ne: !If [C, 1, !Ref 'AWS::NoValue']\nf: !Condition C\n";
    assert_eq!(
        parsed(text),
        json!({"a": {"Ref": "Bucket"}, "b": {"Fn::GetAtt": ["Bucket", "Arn"]},
            "c": {"Fn::Sub": "${A}-x"}, "d": {"Fn::Join": ["", ["a", {"Ref": "B"}]]},
            "e": {"Fn::If": ["C", 1, {"Ref": "AWS::NoValue"}]}, "f": {"Condition": "C"}})
    );
    let problem = as_json(&document("a: !Nobody 1\n")).unwrap_err();
    assert!(problem.message.contains("`!Nobody`"));
    assert_eq!(problem.location().as_deref(), Some("t.yaml:1:12"));
}

#[test]
fn places_lead_to_the_file() {
    let text =
        "# ä\r\nspec:\r\n  tls: &t \"off\"\r\n  rules:\r\n    - port: 22\r\n      from: *t\r\n";
    let source = document(text);
    let made = as_json(&source).unwrap().unwrap();
    let at = |pointer: &str| {
        let found = locate(made.text(), &Pointer::parse(pointer));
        let (file, range) = Document::trace(&made, found.range);
        (
            file.slice(&range).to_owned(),
            file.position(range.start).line,
        )
    };
    assert_eq!(at("/spec/tls"), ("\"off\"".to_owned(), 3));
    assert_eq!(at("/spec/rules/0/port"), ("22".to_owned(), 5));
    assert_eq!(at("/spec/rules/0/from"), ("\"off\"".to_owned(), 3));
    assert_eq!(at("/spec/rules/0").1, 5);
}

#[test]
fn aliases_that_exhaust_memory_are_refused() {
    let mut bomb = "a0: &a0 [xxxxxxxxxx, xxxxxxxxxx]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        bomb.push_str(&format!(
            "a{level}: &a{level} [{}]\n",
            [before.as_str(); 10].join(", ")
        ));
    }
    let problem = as_json(&document(&bomb)).unwrap_err();
    assert!(problem.message.contains("expand to more than"), "{problem}");
    let deep = "[".repeat(200) + &"]".repeat(200);
    let problem = as_json(&document(&deep)).unwrap_err();
    assert!(problem.message.contains("deeper than 128"), "{problem}");
    let problem = as_json(&document("a: &x [1, *x]\n")).unwrap_err();
    assert!(problem.message.contains("alias"), "{problem}");
    let problem = as_json(&document("a: [1\nb: 2\n")).unwrap_err();
    assert!(problem.message.starts_with("this is not YAML"), "{problem}");
}

#[test]
fn a_duplicate_key_is_kept_in_the_json() {
    let made = as_json(&document("a: 1\na: 2\n")).unwrap().unwrap();
    assert_eq!(made.text(), r#"{"a":1,"a":2}"#);
}

#[test]
fn merged_mappings_can_merge_others() {
    let text = "a: &a {x: 1, y: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: [*b, {z: 3, x: 9}]\n";
    let value = parsed(text);
    assert_eq!(value["c"], json!({"x": 1, "y": 2, "z": 3}));
    let problem = as_json(&document("a: {<<: [[{x: 1}]]}\n")).unwrap_err();
    assert!(problem.message.contains("takes in a mapping"), "{problem}");
}

#[test]
fn merges_and_aliases_that_multiply_are_refused_in_little_time() {
    let laughs = |first: &str, join: &dyn Fn(usize) -> String| {
        (1..50).fold(format!("a0: &a0 {first}\n"), |text, level| {
            text + &format!("a{level}: &a{level} {}\n", join(level - 1))
        })
    };
    let merged = laughs("{x: 1}", &|at| format!("{{<<: [*a{at}, *a{at}]}}"));
    let problem = as_json(&document(&merged)).unwrap_err();
    assert!(problem.message.contains("expand to more than"), "{problem}");
    let deep = (1..50_000).fold("a0: &a0 [1]\n".to_owned(), |text, level| {
        text + &format!("a{level}: &a{level} [*a{}]\n", level - 1)
    });
    let problem = as_json(&document(&deep)).unwrap_err();
    assert!(problem.message.contains("deeper than 128"), "{problem}");
}
