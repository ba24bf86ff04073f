//! `--output sarif`: SARIF 2.1.0, as code scanning of GitHub takes it.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::decision::hex;
use crate::problem::Level;

use super::finding::Finding;
use super::{LOAD_CODES, Outcome, pages, rules};

/// What a check has found, as a SARIF log. Findings without a file are left out of
/// the results, since a result without a place makes GitHub refuse the whole log; they
/// are notifications of the run.
pub fn sarif(outcome: &Outcome, version: &str) -> Json {
    let codes: Vec<&str> = outcome
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let rules: Vec<Json> = codes.iter().map(|code| rule(code)).collect();
    let (placed, others): (Vec<&Finding>, Vec<&Finding>) = outcome
        .findings
        .iter()
        .partition(|finding| finding.problem.place.is_some());
    let results: Vec<Json> = placed
        .iter()
        .filter_map(|finding| result(finding, &codes))
        .collect();
    let notifications: Vec<Json> = others
        .iter()
        .map(|finding| {
            json!({
                "level": level(finding.problem.level),
                "message": {"text": finding.problem.message},
                "descriptor": {"id": finding.code},
            })
        })
        .collect();
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

fn result(finding: &Finding, codes: &[&str]) -> Option<Json> {
    let spot = finding.problem.place.as_ref()?;
    let start = spot.document.position(spot.range.start);
    let end = spot.document.position(spot.range.end);
    let file = spot.document.name();
    let text = match &finding.problem.help {
        Some(help) => format!("{}\n{help}", finding.problem.message),
        None => finding.problem.message.clone(),
    };
    // Lines move, so they do not tell findings apart.
    let line = spot
        .document
        .slice(&spot.document.line_range(spot.range.start));
    let print = Sha256::digest([finding.code, file, line.trim()].join("\0"));
    Some(json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": level(finding.problem.level),
        "message": {"text": text},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(file)},
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        }}],
        "partialFingerprints": {"primaryLocationLineHash": hex(&print)},
    }))
}

/// A path as a relative reference: what is no plain character is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
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
    use super::uri;

    #[test]
    fn paths_are_encoded() {
        assert_eq!(
            uri("policies/mit blank/ü.rego"),
            "policies/mit%20blank/%C3%BC.rego"
        );
    }
}
