//! Tests of the table: the Rego library of secret settings is a copy of it.

use super::table::{
    ANYWHERE, AT_END, DESCRIBING_BEGINNINGS, DESCRIBING_ENDINGS, HARMLESS_BEGINNINGS,
    HARMLESS_ENDINGS, KEY_ENDINGS, KEY_HARMLESS_ENDINGS, LEADS, PASSWORDLESS, RANDOM, REFERENCES,
    SECRET_IDS, SETTINGS, SHAPES, SWITCHES, UUID, VARIABLES,
};

const LIBRARY: &str = "policies/lib/application/secret_settings.rego";
const BEGIN: &str = "# BEGIN of what is made of crates/core/src/secret/table\n";
const END: &str = "# END of what is made of crates/core/src/secret/table\n";

/// Lines of policies that are longer are refused by some engines.
const LONGEST: usize = 900;

/// Patterns in alternations that fit on a line.
fn alternations<'p>(patterns: impl Iterator<Item = &'p str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for pattern in patterns {
        match lines.last_mut() {
            Some(line) if line.len() + pattern.len() < LONGEST => {
                line.push('|');
                line.push_str(pattern);
            }
            _ => lines.push(pattern.to_owned()),
        }
    }
    lines
}

fn list(name: &str, about: &str, patterns: &[String]) -> String {
    let patterns: String = patterns
        .iter()
        .map(|pattern| format!("\t`{pattern}`,\n"))
        .collect();
    format!("# {about}\n{name} := [\n{patterns}]\n\n")
}

/// Patterns for names that end in one of these, and maybe a number.
fn endings(endings: &[impl AsRef<str>]) -> Vec<String> {
    alternations(endings.iter().map(AsRef::as_ref))
        .into_iter()
        .map(|endings| format!("(?:{endings})[0-9]*$"))
        .collect()
}

fn harmless(ends: &[&str], beginnings: &[&str]) -> Vec<String> {
    let beginnings = format!("^(?:{})", beginnings.join("|"));
    endings(ends).into_iter().chain([beginnings]).collect()
}

/// Patterns of whole names or values.
fn whole(patterns: &[&str]) -> Vec<String> {
    alternations(patterns.iter().copied())
        .into_iter()
        .map(|patterns| format!("^(?:{patterns})"))
        .collect()
}

fn library() -> String {
    let words = format!(
        "{}|(?:{})s?(?:value)?[0-9]*$",
        ANYWHERE.join("|"),
        AT_END.join("|")
    );
    let ends = format!(
        "(?:{}|{})s?(?:value)?[0-9]*$",
        ANYWHERE.join("|"),
        AT_END.join("|")
    );
    let keys = format!("[a-z0-9](?:{})[0-9]*$", KEY_ENDINGS.join("|"));
    let public = format!(
        "^(?:{}|(?:{}|{})$)",
        REFERENCES.join("|"),
        VARIABLES.join("|"),
        SWITCHES.join("|")
    );
    let shapes: Vec<String> = SHAPES
        .iter()
        .map(|shape| format!("(?:{})", shape.pattern.replace("(?P<s>", "(")))
        .collect();
    let random: String = RANDOM
        .iter()
        .map(|kind| {
            let patterns: Vec<String> = kind.iter().map(|pattern| format!("`{pattern}`")).collect();
            format!("\t[{}],\n", patterns.join(", "))
        })
        .collect();
    [
        list(
            "secret_names",
            "Names of secrets, in lower case and without separators.",
            &[words],
        ),
        list(
            "ending_names",
            "Names that end in a word for secrets.",
            &[ends],
        ),
        list(
            "harmless_names",
            "Names that only lead to a secret, or say something about it.",
            &harmless(&HARMLESS_ENDINGS, &HARMLESS_BEGINNINGS),
        ),
        list(
            "describing_names",
            "The same, unless the value looks random.",
            &harmless(&DESCRIBING_ENDINGS, &DESCRIBING_BEGINNINGS),
        ),
        list(
            "secret_ids",
            "Of these names, those whose value is a secret.",
            &[SECRET_IDS.to_owned()],
        ),
        list(
            "key_names",
            "Names of keys, which are secrets if they look random.",
            &[keys],
        ),
        list(
            "harmless_key_names",
            "Names of public keys, and of keys that find something.",
            &endings(&KEY_HARMLESS_ENDINGS.map(|end| format!("{end}s?"))),
        ),
        list(
            "public_values",
            "Values that only say where the secret is, or that none is there, in lower case.",
            &[public],
        ),
        list(
            "leading_values",
            "The same, as they are written.",
            &whole(&LEADS),
        ),
        list(
            "passwordless_values",
            "Values of connection strings without a secret, in lower case.",
            &whole(&PASSWORDLESS),
        ),
        list("identifiers", "Random identifiers, in lower case.", &[UUID.to_owned()]),
        format!("# Values that look random: all patterns of a list match.\nrandom_values := [\n{random}]\n\n"),
        list(
            "contents",
            "What is a secret wherever it is found: the group, or else the match.",
            &alternations(shapes.iter().map(String::as_str)),
        ),
    ]
    .concat()
}

/// `ONUS_UPDATE_INDEX=1 cargo test current` writes the library again.
#[test]
fn the_library_of_secret_settings_is_current() {
    let path = format!(
        "{}/{LIBRARY}",
        concat!(env!("CARGO_MANIFEST_DIR"), "/../..")
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let current = format!(
        "{head}{BEGIN}{}{END}{tail}",
        library().trim_end().to_owned() + "\n\n"
    );
    if std::env::var_os("ONUS_UPDATE_INDEX").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), current);
    assert!(current.lines().all(|line| line.len() < 1024));
}

#[test]
fn lists_are_in_order_without_duplicates() {
    assert!(HARMLESS_ENDINGS.is_sorted());
    assert!(SETTINGS.is_sorted());
    assert!(DESCRIBING_ENDINGS.is_sorted() && KEY_HARMLESS_ENDINGS.is_sorted());
    assert!(SWITCHES.iter().all(|switch| SETTINGS.contains(switch)));
    let mut ids: Vec<&str> = SHAPES.iter().map(|shape| shape.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), SHAPES.len());
}
