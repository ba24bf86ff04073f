//! Globs as OPA's library reads them (<https://pkg.go.dev/github.com/gobwas/glob>), as
//! patterns of the `regex` crate, which match in linear time.

use super::pattern::{Pattern, PatternError, literal};

/// Reads a glob. `*` and `?` match anything but the delimiters, `**` anything.
///
/// # Errors
/// A class or an alternative has no end, or no contents.
pub fn translate(glob: &str, delimiters: &str) -> Result<Pattern, PatternError> {
    let invalid = |message: &str| Err(PatternError::Invalid(format!("invalid glob: {message}")));
    let other: String = if delimiters.is_empty() {
        "(?s:.)".to_owned()
    } else {
        let escaped: String = delimiters.chars().map(literal).collect();
        format!("[^{escaped}]")
    };
    let mut made = String::from("\\A");
    let mut weight = 1;
    let mut depth = 0_usize;
    let mut rest = glob.chars().peekable();
    while let Some(character) = rest.next() {
        weight += 1;
        match character {
            '*' if rest.next_if_eq(&'*').is_some() => made.push_str("(?s:.)*"),
            '*' => made.push_str(&format!("{other}*")),
            '?' => made.push_str(&other),
            '{' => {
                depth += 1;
                made.push_str("(?:");
            }
            ',' if depth > 0 => made.push('|'),
            '}' if depth > 0 => {
                depth -= 1;
                made.push(')');
            }
            '\\' => match rest.next() {
                Some(character) => made.push_str(&literal(character)),
                None => return invalid("a `\\` at its end"),
            },
            '[' => {
                let negated = rest.next_if_eq(&'!').is_some();
                let Some(first) = rest.next() else {
                    return invalid("a `[` without `]`");
                };
                made.push_str(if negated { "[^" } else { "[" });
                if rest.next_if_eq(&'-').is_some() {
                    let (Some(last), Some(']')) = (rest.next(), rest.next()) else {
                        return invalid("a range of characters without `]`");
                    };
                    if last < first {
                        return invalid("a range of characters that goes backwards");
                    }
                    made.push_str(&format!("{}-{}", literal(first), literal(last)));
                } else {
                    let mut next = Some(first);
                    let mut members = 0;
                    loop {
                        match next {
                            None => return invalid("a `[` without `]`"),
                            Some(']') => break,
                            Some('\\') => match rest.next() {
                                Some(character) => made.push_str(&literal(character)),
                                None => return invalid("a `\\` at its end"),
                            },
                            Some(character) => made.push_str(&literal(character)),
                        }
                        members += 1;
                        next = rest.next();
                    }
                    if members == 0 {
                        return invalid("a class without characters");
                    }
                }
                made.push(']');
            }
            character => made.push_str(&literal(character)),
        }
    }
    if depth > 0 {
        return invalid("a `{` without `}`");
    }
    made.push_str("\\z");
    Ok(Pattern { text: made, weight })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_in_opa() {
        for (glob, delimiters, text, expected) in [
            ("*.example.com", ".", "a.example.com", true),
            ("*.example.com", ".", "a.b.example.com", false),
            ("**.example.com", ".", "a.b.example.com", true),
            ("a*", "", "a/b.c\n", true),
            ("a?c", ".", "a.c", false),
            ("{a,b*}c", ".", "bxc", true),
            ("{a,}c", ".", "c", true),
            ("[a-c]x", "", "bx", true),
            ("[!a-c]x", "", "bx", false),
            ("[abc]", "", "c", true),
            (r"\*", "", "*", true),
            (r"[\]]", "", "]", true),
            ("a,b", "", "a,b", true),
            ("a}", "", "a}", true),
        ] {
            let pattern = translate(glob, delimiters).expect(glob);
            let regex = regex::Regex::new(&pattern.text).expect(&pattern.text);
            assert_eq!(regex.is_match(text), expected, "{glob} {text:?}");
        }
        for glob in ["[", "[]", "{a", "a\\", "[c-a]", "[a-cd]"] {
            assert!(translate(glob, "").is_err(), "{glob}");
        }
    }
}
