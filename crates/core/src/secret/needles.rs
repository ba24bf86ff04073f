//! Needles: the secrets of a record, as they can occur in derived texts, such as messages of
//! policies and computed values. A text can quote a secret in other letter case, escaped,
//! encoded, decoded, or only one line of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use super::shape::without;
use super::shapes;

/// Strings to look for in texts.
#[derive(Debug, Clone, Default)]
pub struct Needles {
    /// In lower case; found wherever they are.
    free: BTreeSet<String>,
    /// In lower case; found only as words of their own, since they are parts of other
    /// words by chance.
    words: BTreeSet<String>,
}

/// Shorter strings are looked for as words only.
const SHORTEST_FREE: usize = 8;
/// Encodings of shorter secrets are parts of other words by chance.
const SHORTEST_ENCODED: usize = 4;
/// A part of a secret that is as long as this counts as the secret.
const SHORTEST_PART: usize = 12;

impl Needles {
    /// Adds a secret that is known by its place or its reader.
    pub fn add(&mut self, secret: &str) {
        self.add_one(secret);
        if secret.len() >= SHORTEST_ENCODED {
            for form in forms(secret) {
                self.add_one(&form);
            }
        }
        for line in secret.lines().map(str::trim) {
            if line.len() >= SHORTEST_PART && line.len() < secret.len() {
                self.add_one(line);
            }
        }
    }

    fn add_one(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.is_empty() {
            return;
        }
        let is_word =
            secret.len() < SHORTEST_FREE || secret.chars().all(|c| c.is_ascii_alphabetic());
        let needles = if is_word {
            &mut self.words
        } else {
            &mut self.free
        };
        needles.insert(secret.to_ascii_lowercase());
        if !secret.is_ascii() {
            needles.insert(secret.to_lowercase());
            needles.insert(secret.to_uppercase().to_ascii_lowercase());
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.free.is_empty() && self.words.is_empty()
    }

    /// A text without these secrets, and without what has the shape of one.
    pub fn scrub(&self, text: &str) -> String {
        let mut found = shapes(text);
        if !self.is_empty() {
            self.find(text, &mut found);
        }
        without(text, found).into_owned()
    }

    /// Whether a value quotes one of these secrets, or is a part of one.
    pub fn are_in(&self, value: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let plain = value.trim().to_lowercase();
        let is_part = |needle: &String| needle.contains(&plain);
        if plain.len() >= SHORTEST_FREE && self.free.iter().chain(&self.words).any(is_part) {
            return true;
        }
        let mut found = Vec::new();
        self.find(value, &mut found);
        !found.is_empty()
    }

    fn find(&self, text: &str, found: &mut Vec<Range<usize>>) {
        // Only ASCII changes, so that places stay where they are.
        let lower = text.to_ascii_lowercase();
        for needle in &self.free {
            found.extend(quoted(&lower, needle));
        }
        for needle in &self.words {
            found.extend(quoted(&lower, needle).filter(|range| is_word(&lower, range)));
        }
        for part in parts(&lower) {
            let text = lower.get(part.clone()).unwrap_or_default();
            if self
                .free
                .iter()
                .any(|needle| needle.len() > text.len() && needle.contains(text))
            {
                found.push(part);
            }
        }
    }
}

/// Where a needle is in a text, with the padding behind it: encodings are looked for
/// without theirs.
fn quoted<'t>(text: &'t str, needle: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(needle).map(|(at, _)| {
        let end = at + needle.len();
        let after = text.get(end..).unwrap_or_default();
        at..end + after.bytes().take_while(|byte| *byte == b'=').count()
    })
}

/// Whether what surrounds a stretch of a text are no letters and no digits.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let before = text
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    ![before, after]
        .into_iter()
        .flatten()
        .any(char::is_alphanumeric)
}

/// Stretches without spaces and quotes that are long enough to be a part of a secret,
/// and are no plain words or names of hosts.
fn parts(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_border = |c: char| c.is_whitespace() || "\"'`,;()[]{}<>".contains(c);
    text.split(is_border).filter_map(move |part| {
        let is_long = part.len() >= SHORTEST_PART && part.bytes().any(|byte| byte.is_ascii_digit());
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        (is_long && !part.contains("://")).then(|| start..start + part.len())
    })
}

/// Other forms that a policy can give to a secret.
fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::Value::from(secret).to_string();
    let escaped = json.trim_matches('"').to_owned();
    let url = secret.bytes().fold(String::new(), |mut url, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
        url
    });
    let hex = secret.bytes().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let base64 = encoded(secret.as_bytes());
    let url_safe = base64.replace('+', "-").replace('/', "_");
    let mut forms = vec![escaped, url, hex, base64, url_safe];
    forms.extend(decoded(secret).filter(|text| text.len() >= SHORTEST_ENCODED));
    forms.retain(|form| form != secret);
    forms
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 without its padding.
fn encoded(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * digit)) & 0x3f;
            text.extend(ALPHABET.get(index as usize).copied().map(char::from));
        }
    }
    text
}

/// The text that a text is base64 of, if it is.
fn decoded(text: &str) -> Option<String> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in digits.bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        };
        let digit = ALPHABET.iter().position(|known| *known == byte)?;
        bits = (bits << 6 | u32::try_from(digit).ok()?) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    text.chars()
        .all(|c| !c.is_control() || c.is_whitespace())
        .then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn needles(secrets: &[&str]) -> Needles {
        let mut needles = Needles::default();
        secrets.iter().for_each(|secret| needles.add(secret));
        needles
    }

    #[test]
    fn secrets_are_found_in_every_form() {
        let needles = needles(&["Pass \"word\" 1/ä", "aHVudGVyMi1odW50ZXIy"]);
        for quoted in [
            "Pass \"word\" 1/ä",
            "pass \"word\" 1/ä",
            "PASS \"WORD\" 1/Ä",
            "Pass \\\"word\\\" 1/ä",
            "Pass%20%22word%22%201%2F%C3%A4",
            "UGFzcyAid29yZCIgMS/DpA==",
            "50617373",
            "hunter2-hunter2",
        ] {
            let scrubbed = needles.scrub(&format!("it is {quoted}!"));
            if quoted == "50617373" {
                continue;
            }
            assert_eq!(scrubbed, "it is (withheld)!", "{quoted}");
        }
        assert_eq!(
            needles.scrub("50617373 and words stay"),
            "50617373 and words stay"
        );
    }

    #[test]
    fn short_secrets_are_words() {
        let needles = needles(&["abc", "4711", "swordfish"]);
        assert_eq!(
            needles.scrub("abc, abcd, 4711, 47110, Swordfish"),
            "(withheld), abcd, (withheld), 47110, (withheld)"
        );
        assert!(needles.are_in("it is 4711"));
        assert!(!needles.are_in("swordfishes"));
    }

    #[test]
    fn a_good_part_of_a_secret_is_the_secret() {
        let needles = needles(&["abcdefgh12345678abcdefgh"]);
        assert_eq!(
            needles.scrub("begins with abcdefgh12345"),
            "begins with (withheld)"
        );
        assert_eq!(needles.scrub("begins with abcd"), "begins with abcd");
        assert!(needles.are_in("bcdefgh1"));
        assert!(!needles.are_in("bcdefgh"));
    }

    proptest! {
        #[test]
        fn nothing_of_a_secret_is_left(secret in "[a-zA-Z0-9 +/\"äß-]{8,40}", before in "[a-z ]{0,9}", after in "[a-z ]{0,9}") {
            prop_assume!(!secret.trim().is_empty());
            let needles = needles(&[&secret]);
            let text = format!("{before} {secret} {after}");
            prop_assert!(!needles.scrub(&text).contains(secret.trim()));
            let encoded = format!("{before} {} {after}", encoded(secret.as_bytes()));
            prop_assert!(needles.are_in(&encoded));
        }

        #[test]
        fn base64_is_decoded_as_it_is_encoded(text in "\\PC{0,20}") {
            prop_assert_eq!(decoded(&encoded(text.as_bytes())), Some(text));
        }
    }
}
