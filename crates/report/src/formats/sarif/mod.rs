//! The format `sarif`: open denials as SARIF 2.1.0 for GitHub code scanning. GitHub shows
//! every result as an alert, so passed and waived entries have no result. Unknown ones have
//! one, since an alert without a result counts as fixed.

pub(crate) mod full;
pub(crate) mod log;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::Severity;

use crate::export::entry::{Entry, Outcome, Place, Rule};
use crate::export::setting::Command;
use crate::export::text::problem_lines;
use crate::export::{Ending, Export};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::formats::sarif::log::{Log, artifact, location, notification, region};
use crate::formats::top_results::TopResults;
use crate::sanitize::clean;

/// More results than this make GitHub refuse the whole log.
const MOST: usize = 25_000;

/// Texts of rules that are longer are refused.
const LONGEST: usize = 1_024;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "sarif",
    purpose: "GitHub code scanning: open denials and findings, at most the 25,000 most severe",
    services: &[Service {
        name: "GitHub code scanning",
        output: "`sarif`",
        looks: "alerts under Security, and next to the lines of a pull request; the 25,000 most severe, of which GitHub shows 5,000",
    }],
    syntax: Syntax::Sarif,
    not_assessed: NotAssessed::Absent,
    writer: Writer::Export(|setting, _| {
        Box::new(Sarif::new(setting.command, setting.base.clone()))
    }),
};

/// SARIF for GitHub. The worst results are kept until the end, since the rules that
/// they refer to come before them.
#[derive(Debug)]
pub(crate) struct Sarif {
    command: Command,
    base: PathBuf,
    results: TopResults<Reverse<Severity>, Kept>,
    /// Those of the results that were kept at some time.
    rules: BTreeMap<String, Json>,
    waived: usize,
}

/// A result without the index of its rule.
#[derive(Debug)]
struct Kept {
    rule: String,
    result: Json,
}

impl Sarif {
    /// Paths below `base` are relative to it.
    pub(crate) fn new(command: Command, base: PathBuf) -> Self {
        Self {
            command,
            base,
            results: TopResults::new(MOST),
            rules: BTreeMap::new(),
            waived: 0,
        }
    }
}

impl Export for Sarif {
    fn take(&mut self, entry: &Entry<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        if entry.outcome == Outcome::Waived {
            self.waived += 1;
        }
        if !entry.outcome.is_open() {
            return Ok(());
        }
        let (base, rules) = (&self.base, &mut self.rules);
        self.results.offer(Reverse(entry.severity), || {
            let id = entry.rule.id;
            if !rules.contains_key(id) {
                rules.insert(id.to_owned(), rule(entry));
            }
            Kept {
                rule: id.to_owned(),
                result: result(entry, base),
            }
        });
        Ok(())
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let (kept, left_out) = self.results.take();
        let mut notifications: Vec<Json> = ending.problems.iter().map(problem).collect();
        if left_out > 0 {
            let text = format!(
                "{} that are left out, since code scanning takes {MOST} results and the most severe are kept: {left_out}",
                self.command.failure_noun(left_out)
            );
            notifications.push(notification("warning", &text, None));
        }
        if self.waived > 0 {
            let text = format!(
                "denials that are waived or in the baseline, and so are no results: {}",
                self.waived
            );
            notifications.push(notification("note", &text, None));
        }
        let used: BTreeSet<&str> = kept.iter().map(|one| one.rule.as_str()).collect();
        self.rules.retain(|id, _| used.contains(id.as_str()));
        let rules = std::mem::take(&mut self.rules);
        let indices: HashMap<String, usize> = rules
            .keys()
            .enumerate()
            .map(|(index, id)| (id.clone(), index))
            .collect();
        let results = kept
            .into_iter()
            .map(|mut one| {
                let index = indices.get(&one.rule);
                if let (Some(fields), Some(index)) = (one.result.as_object_mut(), index) {
                    fields.insert("ruleIndex".to_owned(), (*index).into());
                }
                one.result
            })
            .collect();
        let log = Log {
            tool: self.command.tool(),
            rules: rules.into_values().collect(),
            complete: ending.complete,
            notifications,
            results,
        };
        serde_json::to_writer_pretty(&mut *out, &log.json())?;
        writeln!(out)
    }
}

/// Errors of reading, and warnings.
fn problem(problem: &Diagnostic) -> Json {
    notification(
        problem.level.as_str(),
        &problem_lines(problem),
        problem.code,
    )
}

fn rule(entry: &Entry<'_>) -> Json {
    let rule = &entry.rule;
    let title: String = clean(&rule.title).chars().take(LONGEST).collect();
    // Texts must not be empty.
    let title = if title.trim().is_empty() {
        rule.id
    } else {
        title.as_str()
    };
    let mut about = json!({
        "id": rule.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": help(rule, title),
    });
    if let (Some(layer), Some(fields)) = (rule.layer, about.as_object_mut()) {
        let (level, recommended, score) = match entry.severity {
            Severity::Critical => ("error", "error", "9.5"),
            Severity::High => ("error", "error", "8.0"),
            Severity::Medium => ("warning", "warning", "5.5"),
            Severity::Low => ("note", "recommendation", "2.0"),
        };
        fields.insert("defaultConfiguration".to_owned(), json!({"level": level}));
        fields.insert(
            "properties".to_owned(),
            json!({
                // The score counts only for what is tagged so.
                "tags": ["security", format!("layer:{layer}")],
                "precision": "very-high",
                "problem.severity": recommended,
                "security-severity": score,
            }),
        );
    }
    about
}

fn help(rule: &Rule<'_>, title: &str) -> Json {
    if let Some(page) = rule.page {
        return json!({"text": page, "markdown": page});
    }
    let mut help = vec![title.to_owned()];
    help.extend(rule.links.iter().map(|link| clean(link).into_owned()));
    for (framework, ids) in rule.frameworks.into_iter().flatten() {
        help.push(clean(&format!("{framework}: {}", ids.join(", "))).into_owned());
    }
    json!({"text": help.join("\n")})
}

fn result(entry: &Entry<'_>, base: &Path) -> Json {
    let level = match (entry.outcome, entry.severity) {
        (Outcome::Unknown, _) | (_, Severity::Low) => "note",
        (_, Severity::Critical | Severity::High) => "error",
        (_, Severity::Medium) => "warning",
    };
    let mut text = vec![entry.headline()];
    text.extend(entry.detail.iter().cloned());
    text.extend(entry.whose.iter().map(|whose| format!("Whose: {whose}")));
    text.extend(entry.advice("Fix: "));
    let (first, others) = entry.places();
    // The first one is the only one that GitHub looks at.
    let mut prints = json!({"primaryLocationLineHash": entry.fingerprint});
    if let (Some(_), Some(prints)) = (&entry.party, prints.as_object_mut()) {
        prints.insert("onusDecision/v1".to_owned(), json!(entry.fingerprint));
    }
    let mut result = json!({
        "ruleId": entry.rule.id,
        "level": level,
        "message": {"text": text.join("\n")},
        "locations": [location(first, base)],
        "partialFingerprints": prints,
    });
    let Some(fields) = result.as_object_mut() else {
        return result;
    };
    if let Some(party) = &entry.party {
        fields.insert(
            "properties".to_owned(),
            json!({
                "status": entry.status,
                "party": party,
                "layer": entry.layer.map(|layer| layer.as_str()),
                "resource": entry.subject.id,
                "resourceType": entry.subject.kind,
                "remediation": entry.remediation,
            }),
        );
    }
    if !others.is_empty() {
        // The schema wants each location once, and facts that are not known can share the
        // place of what encloses them.
        let mut different: Vec<Json> = Vec::new();
        for place in others {
            let location = location(place, base);
            if !different.contains(&location) {
                different.push(location);
            }
        }
        fields.insert("relatedLocations".to_owned(), different.into());
    }
    if let Some(removal) = &entry.removal {
        fields.insert("fixes".to_owned(), fixes(removal, base));
    }
    result
}

/// The fix that removes a range.
fn fixes(removal: &Place<'_>, base: &Path) -> Json {
    json!([{
        "description": {"text": "take it out"},
        "artifactChanges": [{
            "artifactLocation": artifact(removal, base),
            "replacements": [{"deletedRegion": region(removal)}],
        }],
    }])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::formats::hostile_decisions::{decisions, open, text, written};
    use crate::formats::sarif::FORMAT;

    proptest! {
        #[test]
        fn sarif_is_json_with_a_result_for_each_open_denial(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let log: serde_json::Value = serde_json::from_str(&text).unwrap();
            let run = &log["runs"][0];
            let results = run["results"].as_array().unwrap();
            prop_assert_eq!(results.len(), open(&decisions));
            for result in results {
                let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                prop_assert_eq!(&run["tool"]["driver"]["rules"][index]["id"], &result["ruleId"]);
                let place = &result["locations"][0]["physicalLocation"];
                let uri = place["artifactLocation"]["uri"].as_str().unwrap();
                prop_assert!(uri.is_ascii() && !uri.contains([' ', '<', '\\', '"']), "{}", uri);
                let told = result["message"]["text"].as_str().unwrap();
                prop_assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{:?}", told);
            }
        }
    }
}
