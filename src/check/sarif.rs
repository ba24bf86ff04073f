//! `--output sarif`: SARIF 2.1.0, as code scanning of GitHub takes it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::decision::hex;
use crate::document::Document;
use crate::problem::Level;

use super::finding::Finding;
use super::{LOAD_CODES, Outcome, pages, rules};

/// More results than this make GitHub refuse the whole log.
const MOST: usize = 25_000;

/// What a check has found, as a SARIF log: paths below `base` are relative to it.
/// Findings without a file are left out of the results, since a result without a place
/// makes GitHub refuse the whole log; they are notifications of the run.
pub fn sarif(outcome: &Outcome, version: &str, base: &Path) -> Json {
    let (placed, others): (Vec<&Finding>, Vec<&Finding>) = outcome
        .findings
        .iter()
        .partition(|finding| finding.problem.place.is_some());
    let codes: Vec<&str> = placed
        .iter()
        .map(|finding| finding.code)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let rules: Vec<Json> = codes.iter().map(|code| rule(code)).collect();
    let mut prints = BTreeMap::new();
    let results: Vec<Json> = placed
        .iter()
        .take(MOST)
        .filter_map(|finding| result(finding, &codes, base, &mut prints))
        .collect();
    let mut notifications: Vec<Json> = others
        .iter()
        .map(|finding| {
            json!({
                "level": level(finding.problem.level),
                "message": {"text": message(finding)},
                "descriptor": {"id": finding.code},
            })
        })
        .collect();
    if placed.len() > MOST {
        notifications.push(json!({
            "level": "warning",
            "message": {"text": format!("{} more findings are left out", placed.len() - MOST)},
        }));
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "onus check", "semanticVersion": version, "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": outcome.whole,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn rule(code: &str) -> Json {
    let about = rules::ALL
        .iter()
        .map(|rule| (rule.code, rule.about))
        .chain(LOAD_CODES)
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, about)| about);
    let page = pages::page(code).unwrap_or(about);
    json!({
        "id": code,
        "shortDescription": {"text": about},
        "fullDescription": {"text": about},
        "help": {"text": page, "markdown": page},
    })
}

/// What a finding says, and what to do.
fn message(finding: &Finding) -> String {
    match &finding.problem.help {
        Some(help) => format!("{}\n{help}", finding.problem.message),
        None => finding.problem.message.clone(),
    }
}

fn result(
    finding: &Finding,
    codes: &[&str],
    base: &Path,
    prints: &mut BTreeMap<String, usize>,
) -> Option<Json> {
    let spot = finding.problem.place.as_ref()?;
    let file = spot.document.name();
    let place = json!({"uri": uri(file, base)});
    // Lines move, so they do not tell findings apart; two that look the same are told
    // apart by their order.
    let line = spot
        .document
        .slice(&spot.document.line_range(spot.range.start));
    let print = hex(&Sha256::digest(
        [finding.code, file, line.trim()].join("\0"),
    ));
    let count = prints.entry(print.clone()).or_default();
    *count += 1;
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": level(finding.problem.level),
        "message": {"text": message(finding)},
        "locations": [{"physicalLocation": {
            "artifactLocation": place,
            "region": region(&spot.document, &spot.range),
        }}],
        "partialFingerprints": {"primaryLocationLineHash": format!("{print}:{count}")},
    });
    if let (Some(fix), Some(result)) = (&finding.fix, result.as_object_mut()) {
        let replacement = json!({"deletedRegion": region(&spot.document, &fix.removed)});
        result.insert(
            "fixes".to_owned(),
            json!([{
                "description": {"text": "take it out"},
                "artifactChanges": [{
                    "artifactLocation": place,
                    "replacements": [replacement],
                }],
            }]),
        );
    }
    Some(result)
}

/// Lines and columns from 1; the end is the column behind the last character.
fn region(document: &Document, range: &Range<usize>) -> Json {
    let start = document.position(range.start);
    let end = document.position(range.end);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a reference that is relative to `base`, where it is below it: what is no
/// plain character is percent-encoded.
fn uri(path: &str, base: &Path) -> String {
    let path = Path::new(path);
    let below = path.strip_prefix(base).unwrap_or(path);
    let written = below.to_string_lossy().replace('\\', "/");
    let mut uri = String::new();
    if below.is_absolute() {
        uri.push_str(if written.starts_with('/') {
            "file://"
        } else {
            "file:///"
        });
    }
    for byte in written.strip_prefix("./").unwrap_or(&written).bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::document::Document;
    use crate::problem::{Problem, Spot};

    use super::{Finding, MOST, Outcome, sarif, uri};

    #[test]
    fn what_is_too_much_for_github_is_counted() {
        let document = Arc::new(Document::new("a.rego", "package a\n"));
        let problem = Problem::warning("w").at(Spot::new(&document, 0..7));
        let finding = Finding {
            code: "package-path",
            problem,
            fix: None,
        };
        let outcome = Outcome {
            findings: vec![finding; MOST + 2],
            ..Outcome::default()
        };
        let log = sarif(&outcome, "1.0.0", Path::new(""));
        let run = &log["runs"][0];
        assert_eq!(run["results"].as_array().map(Vec::len), Some(MOST));
        let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert_eq!(told, "2 more findings are left out");
    }

    #[test]
    fn paths_are_relative_and_encoded() {
        let told = |path| uri(path, Path::new("/home/me/estate"));
        assert_eq!(
            told("policies/mit blank/ü.rego"),
            "policies/mit%20blank/%C3%BC.rego"
        );
        assert_eq!(told("./a.rego"), "a.rego");
        assert_eq!(told("/home/me/estate/a.rego"), "a.rego");
        assert_eq!(told("/elsewhere/a:b.rego"), "file:///elsewhere/a%3Ab.rego");
    }
}
