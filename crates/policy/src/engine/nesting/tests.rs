use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::engine::Engine;
use onus_core::source_id::SourceId;

fn why(text: &str) -> Option<Unreadable> {
    measure(text).err().map(|(why, _)| why)
}

/// A policy with one statement.
fn policy(statement: &str) -> String {
    format!("package a\n\nx if {{\n\t{statement}\n}}\n")
}

/// That a text that is let through is parsed in little time, whatever comes of it.
fn assert_quick(text: &str) -> Option<Duration> {
    measure(text).ok()?;
    let mut engine = Engine::new(Duration::from_secs(5), 0).unwrap();
    let started = Instant::now();
    let _ = engine.add_policy(&SourceId::generated("t.rego"), text);
    let took = started.elapsed();
    assert!(took < Duration::from_secs(3), "{took:?}: {text}");
    Some(took)
}

#[test]
fn policies_of_the_catalogue_are_far_below_the_limits() {
    let (mut brackets, mut levels, mut read) = (0, 0, 0);
    for file in crate::builtin() {
        let text = file.document.text();
        let mut meter = Meter::of(text);
        for token in Tokens::of(text) {
            meter.token(&token).unwrap();
            let frame = meter.frames.last().unwrap();
            brackets = brackets.max(meter.frames.len() - 1);
            levels = levels.max(frame.depth + frame.links);
        }
        assert_eq!(meter.frames.len(), 1, "{}", file.document.name());
        read = read.max(meter.read);
    }
    assert!(brackets * 3 < MOST_BRACKETS, "{brackets}");
    assert!(levels * 3 < DEEPEST, "{levels}");
    assert!(read * 20 < MOST_READ, "{read}");
}

#[test]
fn what_grows_with_each_bracket_is_refused_before_it_takes_long() {
    const OPEN: [(&str, &str); 26] = [
        ("[", "]"),
        ("{", "}"),
        ("{1: ", "}"),
        ("{x: 1, y: ", "}"),
        ("[1, ", "]"),
        ("(", ")"),
        ("f(", ")"),
        ("set(", ")"),
        ("a[", "]"),
        ("- ", ""),
        ("[- ", "]"),
        ("[f(", ")]"),
        ("[1 + ", "]"),
        ("[- a + ", "]"),
        ("{[", "]}"),
        ("[x | ", "]"),
        ("{x | ", "}"),
        ("{x: x | ", "}"),
        ("[x | y = ", "]"),
        ("[x | y := ", "]"),
        ("[x | y; ", "]"),
        ("[x | a, ", "]"),
        ("[x | not ", "]"),
        ("[x | some y in ", "]"),
        ("[x | every z in y { ", "}]"),
        ("{a | {b | c}, ", "}"),
    ];
    for (open, close) in OPEN {
        for closed in [true, false] {
            let close = if closed { close } else { "" };
            let text = |times| policy(&format!("{}1{}", open.repeat(times), close.repeat(times)));
            let refused = (1..300).find(|times| why(&text(*times)).is_some());
            let times = refused.unwrap_or_else(|| panic!("{open} is never refused"));
            assert!(assert_quick(&text(times - 1)).is_some());
        }
    }
}

#[test]
fn expressions_in_a_row_are_levels_and_statements_are_not() {
    let chain = |link: &str, times: usize| policy(&format!("x{}", link.repeat(times)));
    for link in [
        " + 1", " - 1", "-1", "\n\t| 1", " in [1]", " == 1", "[0]", ".a", " * - 1",
    ] {
        assert_eq!(why(&chain(link, 60)), None, "{link}");
        assert_eq!(
            why(&chain(link, 300)),
            Some(Unreadable::Expression),
            "{link}"
        );
    }
    for statement in [
        "\n\ta.b.c == 1",
        "; a[0] + 1",
        "\n\tx := y.z",
        "\n\t[1] == a",
    ] {
        assert_eq!(why(&chain(statement, 5_000)), None, "{statement}");
    }
    let list = format!("x := [{}]", "a.b + 1, ".repeat(5_000));
    assert_eq!(why(&policy(&list)), None);
}

#[test]
fn brackets_in_strings_and_comments_are_none() {
    let brackets = "[".repeat(200);
    for text in [
        format!("x == \"{brackets}\""),
        format!("x == `{brackets}\n{brackets}`"),
        format!("x == \"\\\"{brackets}\""),
        format!("x # {brackets} \" `\n\ty"),
        format!("x.if == \"{brackets}\" # `"),
    ] {
        assert_eq!(why(&policy(&text)), None, "{text}");
    }
    for text in ["x == \"", "x == `", "x == \"\\", "x == ?"] {
        assert_eq!(why(&policy(&format!("{text}\n{brackets}"))), None, "{text}");
    }
    let after = format!("x == \"a\\\\\" + {brackets}");
    assert!(why(&policy(&after)).is_some());
}

#[test]
fn a_nul_character_is_refused_wherever_it_is() {
    let error = measure("package a\n# \0\nx := 1\n").unwrap_err();
    assert_eq!(error, (Unreadable::Nul, 12..13));
}

#[test]
fn the_place_is_where_it_becomes_too_much() {
    let text = policy(&"(".repeat(100));
    let (why, span) = measure(&text).unwrap_err();
    assert_eq!(why, Unreadable::Brackets);
    assert_eq!(text.get(..span.start).unwrap().matches('(').count(), 39);
    assert_eq!(text.get(span).unwrap(), "(");
}

const WORDS: [&str; 30] = [
    "[", "]", "{", "}", "(", ")", "[", "{", "|", ",", ":", ":=", "=", "==", "-", "+", ".", ";",
    "\n", "a", "1", "\"s\"", "not", "some", "every", "in", "if", "with", "set(", "else",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_soup_is_parsed_in_little_time_or_refused(
        before in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..6),
        unit in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..6),
        times in 1_usize..40,
        after in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..12),
    ) {
        let unit = unit.join(" ");
        let units = vec![unit.as_str(); times].join(" ");
        let soup = format!("{} {units} {}", before.join(" "), after.join(" "));
        assert_quick(&policy(&soup));
        assert_quick(&format!("package a\n{soup}"));
    }
}
