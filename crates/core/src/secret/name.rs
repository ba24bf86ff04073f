//! Names of properties and settings, and whether their values are secrets.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::shape::{is_public, looks_random};
use super::table::{
    ANYWHERE, AT_END, HARMLESS_BEGINNINGS, HARMLESS_ENDINGS, KEY_ENDINGS, KEY_HARMLESS_ENDINGS,
    WITHHELD_ANYWHERE,
};

/// How surely a name means that its value is a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It ends in `key` or alike, so that a string that looks random is withheld.
    IfRandom,
    /// It has a word in it that names secrets; strings are withheld.
    Maybe,
    /// It ends in such a word, so that a number is a secret too.
    Surely,
}

impl Certainty {
    /// Whether a string under such a name is a secret.
    pub(super) fn hides(self, text: &str) -> bool {
        !is_public(text) && (self != Self::IfRandom || looks_random(text))
    }
}

/// Of longer keys the last bytes are compared: what they end in counts.
const LONGEST: usize = 200;

/// Whether a name means that its value is a secret.
///
/// ```
/// use onus_core::secret::{Certainty, names_secret};
/// assert_eq!(names_secret("DB_PASSWORD"), Some(Certainty::Surely));
/// assert_eq!(names_secret("passwordHash"), Some(Certainty::Maybe));
/// assert_eq!(names_secret("ORDERS_KEY"), Some(Certainty::IfRandom));
/// assert_eq!(names_secret("passwordLength"), None);
/// assert_eq!(names_secret("secretRef"), None);
/// ```
pub fn names_secret(name: &str) -> Option<Certainty> {
    // The shortest word has three letters.
    if name.len() < 3 {
        return None;
    }
    let plain = plain(name);
    if !may_name_secret(&plain) || harmless(&plain) {
        return None;
    }
    if at_end(&plain) {
        Some(Certainty::Surely)
    } else if has_a_word(&plain) {
        Some(Certainty::Maybe)
    } else {
        is_key(&plain).then_some(Certainty::IfRandom)
    }
}

/// Whether a plain name is that of a key that may be a secret.
fn is_key(plain: &str) -> bool {
    let stem = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let ends = |end: &str| stem.len() > end.len() && stem.ends_with(end);
    KEY_ENDINGS.iter().any(|end| ends(end))
        && !KEY_HARMLESS_ENDINGS
            .iter()
            .any(|end| stem.strip_suffix('s').unwrap_or(stem).ends_with(end))
}

/// Whether a word that names secrets is anywhere in a plain name. Nearly all names have none,
/// and are done after one search.
fn may_name_secret(plain: &str) -> bool {
    static WORDS: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let lists = [&ANYWHERE[..], &AT_END, &WITHHELD_ANYWHERE, &KEY_ENDINGS];
        AhoCorasick::new(lists.concat()).ok()
    });
    words.as_ref().is_none_or(|words| words.is_match(plain))
}

fn has_a_word(plain: &str) -> bool {
    static WORDS: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let words =
        WORDS.get_or_init(|| AhoCorasick::new(ANYWHERE.iter().chain(&WITHHELD_ANYWHERE)).ok());
    // Without the words, which a test rules out, every name names a secret.
    words.as_ref().is_none_or(|words| words.is_match(plain))
}

/// Whether what has this name below a name of secrets only leads to the secret or
/// describes it, such as `name` or `expiresOn`.
pub fn is_harmless(name: &str) -> bool {
    harmless(&plain(name))
}

/// A name in lower case, without separators.
fn plain(name: &str) -> String {
    let start = name.len().saturating_sub(LONGEST);
    let start = (start..=name.len()).find(|at| name.is_char_boundary(*at));
    name.get(start.unwrap_or_default()..)
        .unwrap_or_default()
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect()
}

/// Whether a plain name ends in a word for secrets; `passwords` and `passwordValue` do
/// as well.
fn at_end(plain: &str) -> bool {
    let stem = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = stem.strip_suffix("value").unwrap_or(stem);
    [stem, stem.strip_suffix('s').unwrap_or(stem)]
        .iter()
        .any(|stem| {
            ANYWHERE
                .iter()
                .chain(&AT_END)
                .any(|word| stem.ends_with(word))
        })
}

fn harmless(plain: &str) -> bool {
    let stem = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    HARMLESS_ENDINGS.iter().any(|end| stem.ends_with(end))
        || HARMLESS_BEGINNINGS
            .iter()
            .any(|beginning| plain.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known() {
        for name in [
            "PASSWORD",
            "DB_PASSWORD",
            "adminPassword",
            "SMTP_PASSWD",
            "DB_PWD",
            "DB_PASS",
            "clientSecret",
            "STRIPE_API_KEY",
            "AWS_SECRET_ACCESS_KEY",
            "authToken",
            "TLS_PRIVATE_KEY",
            "ConnectionStrings__Default",
            "AZURE_STORAGE_KEY",
            "PASSWORD_2",
            "passwords",
            "refreshTokens",
            "secretValue",
            "tokenSigning",
            "primaryKey",
            "STRIPE_KEY",
            "GITHUB_PAT",
            "SMTP_PW",
        ] {
            assert!(names_secret(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_of_settings_do_not() {
        for name in [
            "secretRef",
            "secretName",
            "keyVaultSecretUri",
            "passwordAuthentication",
            "tokenType",
            "bypass",
            "httpTokensRequired",
            "DB_PASSWORD_FILE",
            "SECRET_ARN",
            "AWS_ACCESS_KEY_ID",
            "MAX_TOKENS",
            "maxPasswordAge",
            "passwordReusePrevention",
            "APPLICATIONINSIGHTS_CONNECTION_STRING",
            "KEY",
            "publicKey",
            "",
            "id",
        ] {
            assert_eq!(names_secret(name), None, "{name}");
        }
    }

    #[test]
    fn numbers_are_secrets_under_the_word_itself_only() {
        assert_eq!(names_secret("adminPassword"), Some(Certainty::Surely));
        assert_eq!(names_secret("passwordComplexity"), Some(Certainty::Maybe));
    }

    #[test]
    fn keys_are_secrets_if_they_look_random() {
        let random = "a7Kq2mXv9TbR4nWz8YcL";
        for name in ["ORDERS_KEY", "laravelAppKey", "AUTH_SALT", "orderKeys2"] {
            let hides = |text| names_secret(name).is_some_and(|found| found.hides(text));
            assert!(hides(random) && !hides("orders"), "{name}");
        }
        for name in [
            "PUBLIC_KEY",
            "sshPublicKeys",
            "sortKey",
            "MONKEY",
            "KEYBOARD",
            "keyId",
            "key",
        ] {
            assert_eq!(names_secret(name), None, "{name}");
        }
    }
}
