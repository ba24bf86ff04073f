//! Tests of the table: the Rego library of secret settings is a copy of it.

use super::table::{ANYWHERE, AT_END, HARMLESS_BEGINNINGS, HARMLESS_ENDINGS, REFERENCES, SHAPES};

const LIBRARY: &str = "policies/lib/application/secret_settings.rego";
const BEGIN: &str = "# BEGIN of what is made of crates/core/src/secret/table.rs\n";
const END: &str = "# END of what is made of crates/core/src/secret/table.rs\n";

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

fn library() -> String {
    let words = format!("{}|(?:{})[0-9]*$", ANYWHERE.join("|"), AT_END.join("|"));
    let harmless = alternations(HARMLESS_ENDINGS.into_iter())
        .into_iter()
        .map(|endings| format!("(?:{endings})[0-9]*$"))
        .chain([format!("^(?:{})", HARMLESS_BEGINNINGS.join("|"))])
        .collect::<Vec<_>>();
    let references = format!("^ *(?:{})", REFERENCES.join("|"));
    let shapes: Vec<String> = SHAPES
        .iter()
        .map(|shape| format!("(?:{})", shape.pattern.replace("(?P<s>", "(?:")))
        .collect();
    [
        list(
            "secret_names",
            "Names of secrets, in lower case and without separators.",
            &[words],
        ),
        list(
            "harmless_names",
            "Names that only lead to a secret, or say something about it.",
            &harmless,
        ),
        list(
            "references",
            "What only says where the secret is, in lower case.",
            &[references],
        ),
        list(
            "contents",
            "What is a secret wherever it is found.",
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
        library().trim_end().to_owned() + "\n"
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
    assert!(super::table::SETTINGS.is_sorted());
    let mut ids: Vec<&str> = SHAPES.iter().map(|shape| shape.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), SHAPES.len());
}
