//! Shapes of secrets: texts that are secrets in any place.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexSet};

use super::WITHHELD;
#[cfg(test)]
use super::table::Shape;
use super::table::{PLACEHOLDERS, RANDOM, REFERENCES, SETTINGS, SHAPES, VARIABLES};

/// A shape, ready to be looked for.
struct Ready {
    #[cfg(test)]
    shape: &'static Shape,
    /// None when the pattern can't be compiled, which a test rules out: then every text
    /// with a cue counts as a secret.
    pattern: Option<Regex>,
}

/// The shapes with a cue in a text. One pass over the text finds all cues: nearly every
/// string has none.
fn hinted(text: &str) -> Vec<&'static Ready> {
    static CUES: OnceLock<Option<(AhoCorasick, Vec<usize>)>> = OnceLock::new();
    let cues = CUES.get_or_init(|| {
        let all = SHAPES.iter().enumerate();
        let all = all.flat_map(|(number, shape)| shape.cues.iter().map(move |cue| (number, *cue)));
        let (numbers, cues): (Vec<usize>, Vec<&str>) = all.unzip();
        let found = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(cues)
            .ok()?;
        Some((found, numbers))
    });
    let Some((cues, numbers)) = cues else {
        return ready().iter().collect();
    };
    let mut hinted: Vec<usize> = cues
        .find_overlapping_iter(text)
        .filter_map(|found| numbers.get(found.pattern().as_usize()).copied())
        .collect();
    hinted.sort_unstable();
    hinted.dedup();
    hinted
        .into_iter()
        .filter_map(|number| ready().get(number))
        .collect()
}

fn ready() -> &'static [Ready] {
    static READY: OnceLock<Vec<Ready>> = OnceLock::new();
    READY.get_or_init(|| {
        SHAPES
            .iter()
            .map(|shape| Ready {
                #[cfg(test)]
                shape,
                pattern: Regex::new(shape.pattern).ok(),
            })
            .collect()
    })
}

/// The byte ranges of a text that have the shape of a secret, in order; they may
/// overlap.
///
/// ```
/// use onus_core::secret::shapes;
/// let text = "postgres://shop:hunter2@db.example.com/orders";
/// assert_eq!(shapes(text), [16..23]);
/// assert!(shapes("https://example.com/a@b").is_empty());
/// ```
pub fn shapes(text: &str) -> Vec<Range<usize>> {
    // The shortest shape, `pwd=x`.
    if text.len() < 5 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for ready in hinted(text) {
        let Some(pattern) = &ready.pattern else {
            found.push(0..text.len());
            continue;
        };
        for matched in pattern.captures_iter(text) {
            let Some(secret) = matched.name("s").or_else(|| matched.get(0)) else {
                continue;
            };
            if !is_public(secret.as_str()) {
                found.push(secret.range());
            }
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    found
}

/// Whether a text has a secret in it by its shape.
pub fn has_shape(text: &str) -> bool {
    !shapes(text).is_empty()
}

/// A text without what has the shape of a secret.
///
/// ```
/// use onus_core::secret::without_shapes;
/// assert_eq!(without_shapes("can't read `Server=db;Pwd=hunter2;`"), "can't read `Server=db;Pwd=(withheld);`");
/// ```
pub fn without_shapes(text: &str) -> Cow<'_, str> {
    without(text, shapes(text))
}

/// A text without byte ranges of it, which may overlap and touch.
pub(super) fn without(text: &str, mut ranges: Vec<Range<usize>>) -> Cow<'_, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut shown = String::new();
    let mut from = 0;
    let mut hidden_to = None;
    for range in ranges {
        if range.end <= from && hidden_to.is_some() {
            continue;
        }
        if hidden_to.is_none_or(|end| range.start > end) {
            shown.push_str(text.get(from..range.start).unwrap_or_default());
            shown.push_str(WITHHELD);
        }
        from = range.end.max(from);
        hidden_to = Some(from);
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(shown)
}

/// Whether a string is no secret under a key that names secrets: a setting, or what
/// only leads to a secret or replaces one.
pub(super) fn is_public(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty()
        || SETTINGS
            .iter()
            .any(|setting| text.eq_ignore_ascii_case(setting))
    {
        return true;
    }
    static LEADING: OnceLock<Option<Regex>> = OnceLock::new();
    let leading = LEADING.get_or_init(|| {
        let pattern = format!(
            "^(?:{}|(?:{}|{})$)",
            REFERENCES.join("|"),
            VARIABLES.join("|"),
            PLACEHOLDERS.join("|")
        );
        Regex::new(&pattern).ok()
    });
    // Without the pattern, which a test rules out, everything is a secret.
    leading
        .as_ref()
        .is_some_and(|leading| leading.is_match(&text.to_ascii_lowercase()))
}

/// Whether a string looks random, as keys do and words do not.
pub(super) fn looks_random(text: &str) -> bool {
    static KINDS: OnceLock<Vec<Option<RegexSet>>> = OnceLock::new();
    let kinds = KINDS.get_or_init(|| {
        RANDOM
            .iter()
            .map(|kind| RegexSet::new(*kind).ok())
            .collect()
    });
    let text = text.trim();
    kinds.iter().any(|kind| match kind {
        Some(patterns) => patterns.matches(text).iter().count() == patterns.len(),
        // Without the patterns, which a test rules out, everything looks random.
        None => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_can_be_found_by_its_cues() {
        for ready in ready() {
            assert!(ready.pattern.is_some(), "{}", ready.shape.id);
            let cues = ready.shape.cues;
            assert!(
                cues.iter().all(|cue| *cue == cue.to_lowercase()),
                "{cues:?}"
            );
        }
        assert!(is_public("arn:aws:ssm:eu-west-1:111122223333:parameter/x"));
    }

    #[test]
    fn what_leads_to_a_secret_is_public() {
        for text in [
            "",
            " ",
            "Enabled",
            "ManagedIdentity",
            "get",
            "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/a)",
            "https://kv-shop.vault.azure.net/secrets/db/0123",
            "vault:secret/data/a#b",
            "op://prod/db/password",
            "{{resolve:secretsmanager:db:SecretString:password}}",
            "projects/shop/secrets/db/versions/1",
            "/subscriptions/s/resourceGroups/g/providers/x/y/z",
            "${DB_PASSWORD}",
            "$(DB_PASSWORD)",
            "[parameters('pw')]",
            "****",
            "<redacted>",
            "(sensitive value)",
            "2026-11-30T10:00:00Z",
            "alias/aws/s3",
        ] {
            assert!(is_public(text), "{text}");
        }
        for text in [
            "hunter2",
            "Summer2026!",
            "<hunter2>",
            "{{resolve}}hunter2",
            "20261130",
            "get me in",
            "$ecret",
        ] {
            assert!(!is_public(text), "{text}");
        }
    }

    #[test]
    fn ordinary_texts_have_no_shape() {
        for text in [
            "https://example.com/a@b",
            "postgres://user@db.example.com/shop",
            "http://localhost:8080/x",
            "a:b@c",
            "Server=db;Authentication=Active Directory Default;",
            "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7",
            "-----BEGIN CERTIFICATE-----\nMIIB",
            "npm_config_registry",
            "sk-europe-prod-network-0001-west",
            "https://kv.vault.azure.net/secrets/a",
            "basic authentication is on",
            "task_token_count=",
            "Password=${DB_PASSWORD}",
            "pwd=",
            "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJRTESMBAGA1UE",
        ] {
            assert_eq!(without_shapes(text), text);
        }
    }

    #[test]
    fn ranges_that_overlap_are_one() {
        assert_eq!(without("abcdef", vec![1..3, 2..4, 4..5]), "a(withheld)f");
        assert_eq!(
            without("abcdef", vec![0..1, 5..6]),
            "(withheld)bcde(withheld)"
        );
        assert_eq!(without("abcdef", vec![1..5, 2..3]), "a(withheld)f");
    }
}
