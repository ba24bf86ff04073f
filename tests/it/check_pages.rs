//! The pages of `onus check` are its examples: what they call wrong is found by their
//! rule and by no other, and what they call right is not found by any.

use std::collections::{BTreeMap, BTreeSet};

use onus::lint::{Bearing, LOAD_CODES, page, pages, rules};
use serde_json::Value as Json;

use crate::sandbox::{Sandbox, text};

/// The files of a part of a page, with their names.
fn examples(code: &str, part: &str) -> Vec<(String, String)> {
    let page = page(code).unwrap();
    let Some((_, rest)) = page.split_once(&format!("## {part}\n")) else {
        return Vec::new();
    };
    let rest = rest.split("\n## ").next().unwrap();
    let mut files = Vec::new();
    let mut pieces = rest.split("```");
    while let (Some(_), Some(fence)) = (pieces.next(), pieces.next()) {
        let (info, content) = fence.split_once('\n').unwrap();
        let name = info.split_whitespace().last().unwrap();
        files.push((name.to_owned(), content.to_owned()));
    }
    files
}

/// METADATA and a test, where an example leaves them out because they are not what it
/// is about.
fn completed(code: &str, files: Vec<(String, String)>) -> Vec<(String, String)> {
    let names: BTreeSet<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let mut whole = Vec::new();
    for (name, content) in files {
        let is_control = name.ends_with(".rego") && !name.ends_with("_test.rego");
        let package = content
            .lines()
            .find_map(|line| line.strip_prefix("package "))
            .unwrap_or_default()
            .to_owned();
        let last = package.rsplit('.').next().unwrap().to_owned();
        let test = name.replace(".rego", "_test.rego");
        let head = match is_control && content.starts_with("package") && code != "missing-metadata"
        {
            true => format!(
                "# METADATA\n# title: T\n# custom:\n#   id: PAGE-{}-{}\n#   severity: high\n#   layer: data\n#   resources: [microsoft.storage/storageaccounts]\n#   remediation: {{summary: S}}\n",
                last.to_uppercase(),
                name.len()
            ),
            false => String::new(),
        };
        if is_control
            && content.contains("deny contains")
            && !names.contains(&test)
            && code != "missing-test"
            && !name.contains('/')
        {
            whole.push((
                test.replace(name.trim_end_matches(".rego"), &last),
                format!("package {package}_test\n\nimport data.{package}\n\ntest_denied if count({last}.deny) == 1 with input as {{}}\n"),
            ));
        }
        whole.push((name, format!("{head}{content}")));
    }
    whole
}

/// All examples of one kind, each page in a folder of its own.
fn sandbox(part: &str) -> Sandbox {
    pages().iter().fold(Sandbox::new(), |sandbox, code| {
        completed(code, examples(code, part))
            .into_iter()
            .fold(sandbox, |sandbox, (name, content)| {
                sandbox.file(&format!("{code}/{name}"), content)
            })
    })
}

/// The codes that were found, by page.
fn found(sandbox: &Sandbox) -> BTreeMap<String, BTreeSet<String>> {
    let ran = sandbox.run(&["check", ".", "-o", "json"]);
    let report: Json = serde_json::from_str(&ran.stdout).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let file = text(finding, "/file");
        let page = file.split('/').next().unwrap().to_owned();
        found
            .entry(page)
            .or_default()
            .insert(text(finding, "/code"));
    }
    found
}

#[test]
fn what_pages_call_wrong_is_found_by_their_rule_alone() {
    let sandbox = sandbox("Wrong");
    let found = found(&sandbox);
    let expected: BTreeMap<String, BTreeSet<String>> = pages()
        .into_iter()
        .filter(|code| !examples(code, "Wrong").is_empty())
        .map(|code| (code.to_owned(), BTreeSet::from([code.to_owned()])))
        .collect();
    assert_eq!(found, expected);
    let ran = sandbox.run(&["check"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn what_pages_call_right_is_not_found() {
    let sandbox = sandbox("Right");
    assert_eq!(found(&sandbox), BTreeMap::new());
    assert_eq!(sandbox.run(&["check"]).code, 0);
}

#[test]
fn every_rule_has_its_page_and_every_page_its_rule() {
    let mut codes: Vec<&str> = rules::RULES
        .iter()
        .map(|rule| rule.code)
        .chain(LOAD_CODES.iter().map(|(code, _)| *code))
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, pages());
    let list = page("README").unwrap();
    for rule in rules::RULES {
        let is_marked = list.contains(&format!("[{0}]({0}.md)*:", rule.code));
        let warns = rule.bearing == Bearing::Decisions;
        assert_eq!(is_marked, warns, "{}", rule.code);
    }
    for code in codes {
        assert!(list.contains(&format!("[{code}]({code}.md)")), "{code}");
        let text = page(code).unwrap();
        assert!(text.starts_with(&format!("# {code}\n")), "{code}");
        assert!(text.contains("\n## Why\n"), "{code}");
    }
}
