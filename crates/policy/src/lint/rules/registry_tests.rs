use std::path::Path;

use crate::lint::load_errors::CODES as LOAD_CODES;
use crate::lint::rule::Bearing;
use crate::lint::rules::RULES;

#[test]
fn rules_are_in_the_order_of_their_codes() {
    assert!(RULES.is_sorted_by(|one, next| one.code < next.code));
}

/// Compares the text between two markers of docs/check/README.md with a list, or writes it.
fn is_current(section: &str, list: &str) {
    let path = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/check/README.md"
    ));
    let text = std::fs::read_to_string(path).unwrap();
    let (begin, end) = (
        format!("<!-- {section} -->\n"),
        format!("<!-- end of {section} -->"),
    );
    let (head, rest) = text.split_once(&begin).unwrap();
    let (_, tail) = rest.split_once(&end).unwrap();
    let current = format!("{head}{begin}{list}{end}{tail}");
    if std::env::var_os("ONUS_UPDATE").is_some() {
        std::fs::write(path, current).unwrap();
    } else {
        assert!(
            text == current,
            "docs/check/README.md is out of date: run `ONUS_UPDATE=1 cargo test -p onus-policy --lib the_page_lists`"
        );
    }
}

#[test]
fn the_page_lists_each_rule_and_load_error() {
    let list: String = RULES
        .iter()
        .map(|rule| {
            let star = match rule.bearing {
                Bearing::Decisions => "*",
                Bearing::Upkeep => "",
            };
            format!("- [{0}]({0}.md){star}: {1}\n", rule.code, rule.about)
        })
        .collect();
    is_current("rules", &list);
    let mut codes = LOAD_CODES.to_vec();
    codes.sort_unstable();
    let list: String = codes
        .iter()
        .map(|(code, about)| format!("- [{code}]({code}.md): {about}\n"))
        .collect();
    is_current("load errors", &list);
}
