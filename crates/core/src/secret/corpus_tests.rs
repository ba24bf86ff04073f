//! Names and values with what controls and outputs take them for, in `corpus.tsv`: one file
//! that the Rust code and the Rego library are both tested against.
//!
//! Columns: the setting's `name` and `value`, whether a control takes it for a `secret` or
//! `none`, whether outputs have it `hidden` or `shown`, and why. Values have escapes `\n` and
//! `\\`, and [`PARTS`] in braces, so that scanners for secrets find none in this repository.

use serde_json::json;

use super::{Place, collect, has_shape};

const CORPUS: &str = include_str!("corpus.tsv");
const REGO: &str = "policies/lib/application/secret_settings_corpus_test.rego";
const BEGIN: &str = "# BEGIN of what is made of crates/core/src/secret/corpus.tsv\n";
const END: &str = "# END of what is made of crates/core/src/secret/corpus.tsv\n";

/// Invented parts of values.
const PARTS: [(&str, &str); 9] = [
    ("{a20}", "a7Kq2mXv9TbR4nWz8YcL"),
    ("{a16}", "Zr5Jt8Lw3Qp6Hs1V"),
    ("{a15}", "Zr5Jt8Lw3Qp6Hs1"),
    ("{a13}", "Zr5Jt8Lw3Qp6H"),
    ("{a6}", "Zr5Jt8"),
    ("{h32}", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
    ("{u16}", "QWERTYUIOPASDFGH"),
    ("{live}", "live"),
    ("{pk}", "PRIVATE KEY"),
];

struct Row {
    name: &'static str,
    /// As it is written in the file.
    written: &'static str,
    value: String,
    is_secret: bool,
    is_hidden: bool,
    reason: &'static str,
}

fn rows() -> Vec<Row> {
    CORPUS
        .lines()
        .skip(1)
        .map(|line| {
            let [name, written, setting, output, reason] =
                line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            let value = PARTS
                .iter()
                .fold(written.to_owned(), |value, (part, text)| {
                    value.replace(part, text)
                })
                .replace("\\\\", "\0")
                .replace("\\n", "\n")
                .replace('\0', "\\");
            let one_of = |text: &str, yes: &str, no: &str| {
                assert!(text == yes || text == no, "{line}");
                text == yes
            };
            Row {
                name,
                written,
                value,
                is_secret: one_of(setting, "secret", "none"),
                is_hidden: one_of(output, "hidden", "shown"),
                reason,
            }
        })
        .collect()
}

#[test]
fn outputs_hide_what_the_corpus_says() {
    let rows = rows();
    assert!(rows.len() >= 150, "{}", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| {
            let mut found = Vec::new();
            let pair = json!({"name": row.name, "value": row.value});
            collect(&pair, Place::default(), &mut |text| {
                found.push(text.to_owned())
            });
            (!found.is_empty() || has_shape(&row.value)) != row.is_hidden
        })
        .map(|row| format!("{}={} ({})", row.name, row.written, row.reason))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a control reports, outputs withhold, except words that are settings elsewhere and
/// masks.
#[test]
fn what_controls_report_is_hidden() {
    for row in rows().iter().filter(|row| row.is_secret && !row.is_hidden) {
        assert!(
            row.reason.contains("take it for a setting") || row.reason.contains("masked"),
            "{}={}",
            row.name,
            row.written
        );
    }
}

fn cases() -> String {
    let case = |row: &Row| {
        let value = row.written.replace('\\', "\\\\").replace('"', "\\\"");
        format!(
            "\t{{\"name\": \"{}\", \"value\": \"{value}\"}},\n",
            row.name
        )
    };
    let list = |name: &str, is_secret: bool| {
        let cases: String = rows()
            .iter()
            .filter(|row| row.is_secret == is_secret)
            .map(case)
            .collect();
        format!("{name} := [\n{cases}]\n\n")
    };
    let parts: String = PARTS
        .iter()
        .map(|(part, text)| format!("\t\"{part}\": \"{text}\",\n"))
        .collect();
    format!(
        "parts := {{\n{parts}}}\n\n{}{}",
        list("secrets", true),
        list("others", false)
    )
}

/// `ONUS_UPDATE_INDEX=1 cargo test current` writes the Rego cases again.
#[test]
fn the_corpus_of_the_library_is_current() {
    let path = format!("{}/../../{REGO}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let current = format!("{head}{BEGIN}{}{END}{tail}", cases());
    if std::env::var_os("ONUS_UPDATE_INDEX").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), current);
}
