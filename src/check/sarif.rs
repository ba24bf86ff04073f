//! `--output sarif`: SARIF 2.1.0, as code scanning of GitHub takes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::decision::hex;
use crate::report::sarif::log::{Log, MOST, level, location, notification, region, uri};

use super::finding::Finding;
use super::{LOAD_CODES, Outcome, pages, rules};

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
            notification(
                level(finding.problem.level),
                &message(finding),
                Some(finding.code),
            )
        })
        .collect();
    if placed.len() > MOST {
        let text = format!("{} more findings are left out", placed.len() - MOST);
        notifications.push(notification("warning", &text, None));
    }
    Log {
        tool: "onus check",
        version,
        rules,
        whole: outcome.whole,
        notifications,
        results,
    }
    .json()
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
        "locations": [location(file, base, region(&spot.document, &spot.range))],
        "partialFingerprints": {"primaryLocationLineHash": format!("{print}:{count}")},
    });
    if let (Some(fix), Some(result)) = (&finding.fix, result.as_object_mut()) {
        let replacement = json!({"deletedRegion": region(&spot.document, &fix.removed)});
        result.insert(
            "fixes".to_owned(),
            json!([{
                "description": {"text": "take it out"},
                "artifactChanges": [{
                    "artifactLocation": {"uri": uri(file, base)},
                    "replacements": [replacement],
                }],
            }]),
        );
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use crate::document::Document;
    use crate::problem::{Problem, Spot};
    use crate::report::sarif::log::MOST;

    use super::{Finding, Outcome, sarif};

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
}
