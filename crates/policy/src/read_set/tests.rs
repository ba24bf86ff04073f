use super::*;

#[test]
fn what_goes_through_everything_names_nothing() {
    let reads = |json: &str| -> ReadSet { serde_json::from_str(json).unwrap() };
    let named = reads(r#"[[[1, ["layers", null, "denied"]]]]"#);
    assert!(named.names_key("layers") && named.reads_key("layers"));
    assert!(!named.names_key("raw") && !named.reads_key("raw"));
    for all in [r#"[[[2, []]]]"#, r#"[[[2, [null]]]]"#] {
        let all = reads(all);
        assert!(
            !all.names_key("layers") && all.reads_key("layers"),
            "{all:?}"
        );
    }
}

#[test]
fn sets_are_written_and_read_back() {
    let json = r#"[[[0,["a"]],[1,["a",null]],[2,["b","c"]]],[[["a"],["b",null]]]]"#;
    let set: ReadSet = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&set).unwrap(), json);
}

#[test]
fn members_of_what_is_counted_are_part_of_it() {
    let set: ReadSet = serde_json::from_str(r#"[[[1,["a"]],[0,["b"]]]]"#).unwrap();
    let input = Value::parse(r#"{"a": {"k": {}}, "b": {}}"#).unwrap().value;
    let touched = |pointer| set.touches(&Pointer::parse(pointer), &input);
    assert!(touched("/a") && touched("/a/k") && touched("") && touched("/b"));
    assert!(!touched("/a/k/l") && !touched("/b/k") && !touched("/c"));
    // What is not there may come to be there with what is in it.
    assert!(touched("/a/l/m") && touched("/a/l/m/n"));
}

#[test]
fn what_is_compared_counts_where_there_is_more_than_one() {
    let set: ReadSet = serde_json::from_str(r#"[[],[[["a",null],["b"]]]]"#).unwrap();
    let touched = |json: &str, pointer| {
        let value = Value::parse(json).unwrap().value;
        set.touches(&Pointer::parse(pointer), &value)
    };
    assert!(!touched(r#"{"a": [{"k": 1}]}"#, "/a/0/k"));
    assert!(touched(r#"{"a": [{"k": 1}, {"k": 1}]}"#, "/a/0/k"));
    assert!(touched(r#"{"a": [{"k": 1}], "b": {}}"#, "/a/0/k"));
    assert!(touched(r#"{"a": [{"k": 1}]}"#, "/b"));
    assert!(!touched(r#"{"a": [1, 2], "b": {}}"#, "/c"));
}
