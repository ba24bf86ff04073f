//! Names, titles and messages that mean something to one format or another: in every
//! output of every command they are what they are, texts.

use onus::report::{FORMATS, Format, OutputFormat, Syntax};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value as Json, json};

use crate::sandbox::{Ran, Sandbox, account, export};

/// All output formats but `pretty`, which is for people.
pub fn formats() -> impl Iterator<Item = &'static OutputFormat> {
    FORMATS
        .iter()
        .copied()
        .filter(|format| format.format() != Format::Pretty)
}

pub const NASTY: &str = "a\n::error::x\r\u{1b}[31m##vso[task.complete]##[error]]]>|`<script>alert(1)</script># SKIP @team \"'\u{202e}=1";

/// The same without what can't stand in the name of a file.
const FILE: &str = "in\n::error::x\r\u{1b}[31m##vso[task.complete]##[error]]]>|`<script># SKIP @team \"'\u{202e}.json";

/// Reads an output back: it has to be of its format, and nothing in it is what it was
/// not meant to be.
pub fn read_back(format: &OutputFormat, ran: &Ran) {
    let syntax = format.syntax;
    let format = format.name;
    let text = &ran.stdout;
    assert!(matches!(ran.code, 1 | 2), "{format}: {}", ran.transcript());
    assert!(!text.is_empty(), "{format}: {}", ran.stderr);
    assert!(!text.contains('\u{1b}'), "{format}: {text}");
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
    match syntax {
        Syntax::Json => drop(ran.json()),
        Syntax::Sarif => drop(crate::sarif::valid(ran)),
        Syntax::JsonLines => {
            for line in text.lines() {
                serde_json::from_str::<Json>(line).unwrap();
            }
        }
        Syntax::Junit => {
            let document = roxmltree::Document::parse(text).unwrap();
            let known = |node: &roxmltree::Node<'_, '_>| {
                [
                    "testsuites",
                    "testsuite",
                    "testcase",
                    "properties",
                    "property",
                    "failure",
                    "error",
                    "skipped",
                ]
                .contains(&node.tag_name().name())
            };
            let elements = document.descendants().filter(|node| node.is_element());
            assert!(elements.clone().count() > 2 && elements.clone().all(|node| known(&node)));
        }
        Syntax::Csv => {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert!(!rows.is_empty());
            for cell in rows.iter().flatten() {
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            }
        }
        Syntax::Tap => {
            let results = |line: &&str| line.starts_with("ok ") || line.starts_with("not ok ");
            let known = |line: &&str| {
                results(line)
                    || line.starts_with("  ")
                    || line.starts_with("1..")
                    || line.starts_with("TAP version")
            };
            // What was not assessed stands behind the plan.
            let plan = text
                .find("\n# not assessed: ")
                .and_then(|end| text.get(..=end))
                .unwrap_or(text);
            assert!(plan.lines().all(|line| known(&line)), "{text}");
            let count = plan.lines().filter(results).count();
            assert!(plan.ends_with(&format!("\n1..{count}\n")), "{text}");
        }
        Syntax::Text | Syntax::Markdown | Syntax::GitHubCommands | Syntax::AzureCommands => {}
    }
    // What logs of services would act on, except for intended commands.
    if !syntax.is_data() {
        for line in text.lines() {
            let commands = ["##vso[", "##["].map(|begin| line.matches(begin).count());
            let azures = usize::from(
                syntax == Syntax::AzureCommands && line.starts_with("##vso[task.logissue "),
            );
            assert_eq!(commands, [azures, 0], "{format}: {line}");
            let githubs = syntax == Syntax::GitHubCommands && line.contains("title=");
            assert!(
                githubs || !line.trim_start().starts_with("::"),
                "{format}: {line}"
            );
        }
        assert!(
            !text.contains('\u{202e}') && !text.contains('\r'),
            "{format}"
        );
    }
    if syntax == Syntax::Markdown {
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    let ours = ["<details>", "</details>", "<code>", "</code>", "<summary>"];
                    assert!(
                        ours.iter().any(|own| html.trim().starts_with(own)),
                        "{html}"
                    );
                }
                Event::Text(words) => assert!(!words.contains("@t"), "{words}"),
                Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
                    panic!("{tag:?} in {text}")
                }
                _ => {}
            }
        }
    }
}

/// A control whose title, message and remedy are not what they should be.
fn policy() -> String {
    let text = json!(NASTY).to_string();
    format!(
        r#"# METADATA
# title: {text}
# custom:
#   id: ACME-NASTY-001
#   severity: critical
#   layer: data
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {{summary: {text}, az: {text}}}
package acme.nasty

deny contains {{"message": {text}, "pointer": "/properties/supportsHttpsTrafficOnly", "expected": {text}}}
"#
    )
}

/// A name that every system takes for one of a file.
fn file_name() -> &'static str {
    if cfg!(unix) { FILE } else { "in @team.json" }
}

#[test]
fn decisions() {
    let inventory = export(&[
        account(NASTY, Some(NASTY), false),
        account("st|b", None, false),
    ]);
    let sandbox = Sandbox::with(file_name(), inventory).file("nasty.rego", policy());
    for format in formats() {
        let ran = sandbox.eval(&[file_name(), "--policy", "nasty.rego", "-o", format.name]);
        read_back(format, &ran);
    }
    // Several at once, to files.
    let outputs: Vec<String> = formats()
        .map(|format| format!("{0}=out.{0}", format.name))
        .collect();
    let outputs = outputs.join(",");
    let ran = sandbox.eval(&[file_name(), "--policy", "nasty.rego", "-o", &outputs]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (1, ""),
        "{}",
        ran.transcript()
    );
    for format in formats() {
        let stdout = sandbox.read(&format!("out.{}", format.name));
        read_back(
            format,
            &Ran {
                stdout,
                code: 1,
                stderr: String::new(),
            },
        );
    }
}

#[test]
fn tests() {
    let text = json!(NASTY).to_string();
    let name = file_name().replace(".json", "_test.rego");
    let tests = format!(
        "package acme[{text}]\n\ntest_same if {{\n\tx := {text}\n\tx == \"b\"\n}}\n\ntest_held if true\n\ntodo_test_later if false\n\ntest_twice if true\n\ntest_twice if false\n"
    );
    let sandbox =
        Sandbox::with(&name, tests).file("broken_test.rego", "package b\n\ntest_x if {\n");
    for format in formats() {
        let ran = sandbox.run(&["test", ".", "-o", format.name]);
        read_back(format, &ran);
    }
}

#[test]
fn findings() {
    let text = json!(NASTY).to_string();
    let name = file_name().replace(".json", ".rego");
    let policy = format!(
        "# METADATA\n# title: {text}\n# custom: {{id: {text}}}\npackage acme[{text}]\n\nx := input[{text}]\n\ny if input.nothing == {text}\n"
    );
    let sandbox = Sandbox::with(&name, policy).file("sound.rego", "package sound\n\nx := 1\n");
    for format in formats() {
        let ran = sandbox.run(&["check", ".", "nowhere\n::error::x", "-o", format.name]);
        read_back(format, &ran);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt as _;

    let inventory = export(&[account("st", None, false)]);
    let sandbox = Sandbox::new().file("estate/plain.json", &inventory);
    let name = std::ffi::OsStr::from_bytes(b"estate/in\xff\n::error::.json");
    std::fs::write(sandbox.path().join(name), &inventory).unwrap();
    for format in formats() {
        let ran = sandbox.eval(&["estate", "-o", format.name]);
        read_back(format, &ran);
    }
}
