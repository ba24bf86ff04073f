use super::*;

fn matches(pattern: &str, text: &str) -> bool {
    let pattern = translate(pattern).expect(pattern);
    regex::Regex::new(&pattern.text)
        .expect(&pattern.text)
        .is_match(text)
}

#[test]
fn classes_are_ascii() {
    for (pattern, text, expected) in [
        (r"^\d$", "\u{665}", false),
        (r"^\d$", "5", true),
        (r"^\w+$", "é", false),
        (r"^[\w-]+$", "a-b", true),
        (r"^[^\w]$", "é", true),
        (r"^\s$", "\u{a0}", false),
        (r"^\s$", "\u{b}", false),
        (r"^\S$", "\u{a0}", true),
        (r"\bé", "é", false),
        (r"(?i)straße", "STRASSE", false),
        (r"(?i)^k$", "\u{212a}", true),
        (r"^[a[b]$", "[", true),
        (r"^[a&&b]+$", "&", true),
        (r"^a{,2}$", "a{,2}", true),
        (r"^\Qa.b\E+$", "a.bb", true),
        (r"^[[:alpha:]_]+$", "a_", true),
        (r"^[\]a-]+$", "]-a", true),
        (r"^\x41\x{1F600}\101$", "A😀A", true),
        (r"^\pL\p{Greek}\P{^Lu}$", "aαA", true),
        (r"^(?P<a>x)(?<b>y)$", "xy", true),
        ("^a\nb #$", "a\nb #", true),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }
}

#[test]
fn what_go_refuses_is_refused() {
    for pattern in [
        r"a**",
        r"a*+",
        r"a{2}{3}",
        r"*a",
        r"a|*",
        r"(a",
        r"a)",
        r"[a",
        r"\1",
        r"\8",
        r"a{1001}",
        r"(a{100}){11}",
        r"(?x)a",
        r"(?=a)",
        r"(?!a)",
        r"(?<=a)",
        r"\Z",
        r"[b-a]",
        r"[a-\d]",
        r"\y",
        r"\",
        r"(?P=a)",
        r"[[:foo:]]",
        r"\xZZ",
        r"(?i-)a",
        r"\p{Alphabetic}",
    ] {
        assert!(translate(pattern).is_err(), "{pattern}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_is_translated_compiles(pattern in r"[a-c\\dwsb(){}\[\]|*+?.^$,0-9:&~<>PQE-]{0,16}") {
        if let Ok(made) = translate(&pattern) {
            let compiled = regex::Regex::new(&made.text);
            if let Err(error) = compiled {
                // Loud: the call fails.
                proptest::prop_assert!(!matches!(error, regex::Error::CompiledTooBig(_)));
            }
        }
    }
}
