use super::*;

#[test]
fn values_that_share_their_parts_are_measured_as_they_are_written_out() {
    let shared = |levels: usize| {
        (0..levels).fold(Value::text("a"), |value, _| {
            Value::array([value.clone(), value])
        })
    };
    assert!(shared(10).within_bounds().is_ok());
    assert_eq!(shared(60).within_bounds(), Err(EngineError::TooLarge));
    let deep =
        |levels: usize| (0..levels).fold(Value::null(), |value, _| Value::object([("k", value)]));
    assert!(deep(200).within_bounds().is_ok());
    assert_eq!(deep(300).within_bounds(), Err(EngineError::TooLarge));
    let long = Value::text(&"a".repeat(MOST_BYTES / 4 + 1));
    assert!(long.clone().within_bounds().is_ok());
    let many = Value::array(std::iter::repeat_n(long, 4));
    assert_eq!(many.within_bounds(), Err(EngineError::TooLarge));
}

#[test]
fn json_becomes_the_value_that_parsing_it_gives() {
    let text = r#"{"a": [null, true, -1, 18446744073709551615, 1.5, "x", {}], "b": {"c": []}}"#;
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(Value::from(&json), parsed(text).value);
}

fn parsed(json: &str) -> Parsed {
    Value::parse(json).expect("valid JSON")
}

#[test]
fn duplicate_keys_are_noted_and_the_last_wins() {
    let parsed = parsed(r#"{"a": [{"k": 1, "j": 0, "k": 2}]}"#);
    assert_eq!(parsed.duplicates, [Pointer::parse("/a/0/k")]);
    let k = parsed.value.at(&Pointer::parse("/a/0/k"));
    assert_eq!(k.map(|k| k.to_string()).as_deref(), Some("2"));
}

#[test]
fn whole_numbers_keep_64_bits_and_no_more() {
    let exact = parsed("[18446744073709551615, -9223372036854775808]");
    assert!(exact.rounded.is_empty());
    assert_eq!(
        exact.value.to_string(),
        "[18446744073709551615,-9223372036854775808]"
    );
    let rounded = parsed(r#"{"n": 123456789012345678901234567890}"#);
    assert_eq!(rounded.rounded, [Pointer::parse("/n")]);
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(Value::parse(&deep).is_err());
}
