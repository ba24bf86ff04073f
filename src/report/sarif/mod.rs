//! `--output sarif`: open denials as SARIF 2.1.0, as code scanning of GitHub takes it.
//! It shows whatever is a result as an alert, so what allows and what is waived is
//! none; what is unknown is one, since an alert without a result counts as mended.

pub(crate) mod log;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::decision::{ControlRef, Decision};
use crate::document::Document;
use crate::problem::Problem;
use crate::vocabulary::Severity;

use super::basis::basis_line;
use super::told::{self, Outcome, Place};
use super::worst::Worst;
use super::{Filter, Report, Run, clean};
use log::{Log, MOST, level, location, notification, region};

/// Texts of rules that are longer are refused.
const LONGEST: usize = 1_024;

/// The SARIF report. The worst results are kept until the end, since the rules that
/// they refer to stand before them.
#[derive(Debug)]
pub struct Sarif {
    filter: Filter,
    base: PathBuf,
    results: Worst<Reverse<Severity>, Kept>,
    waived: usize,
}

/// A result, but for where its rule stands among the others.
#[derive(Debug)]
struct Kept {
    control: Arc<ControlRef>,
    result: Json,
}

impl Sarif {
    /// A report of the decisions that `filter` shows; paths below `base` are relative
    /// to it.
    pub fn new(base: PathBuf, filter: Filter) -> Self {
        Self {
            filter,
            base,
            results: Worst::new(MOST),
            waived: 0,
        }
    }
}

impl Report for Sarif {
    fn take(
        &mut self,
        decisions: &[Decision],
        documents: &HashMap<String, Arc<Document>>,
        _out: &mut dyn io::Write,
    ) -> io::Result<()> {
        for decision in self.filter.shown(decisions) {
            match Outcome::of(decision) {
                Outcome::Passed => {}
                Outcome::Waived => self.waived += 1,
                outcome @ (Outcome::Unknown | Outcome::Failed | Outcome::Error) => {
                    let rank = Reverse(decision.control.severity);
                    let (base, results) = (&self.base, &mut self.results);
                    results.offer(rank, || Kept {
                        control: Arc::clone(&decision.control),
                        result: result(decision, outcome, documents, base),
                    });
                }
            }
        }
        Ok(())
    }

    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let (kept, left_out) = self.results.take();
        let mut notifications: Vec<Json> = run.problems.iter().map(problem).collect();
        if left_out > 0 {
            let text = format!(
                "denials that are left out, since code scanning takes {MOST} results and the most severe are kept: {left_out}"
            );
            notifications.push(notification("warning", &text, None));
        }
        if self.waived > 0 {
            let text = format!(
                "denials that are waived, and so are no results: {}",
                self.waived
            );
            notifications.push(notification("note", &text, None));
        }
        let controls: BTreeMap<&str, &ControlRef> = kept
            .iter()
            .map(|one| (one.control.id.as_str(), one.control.as_ref()))
            .collect();
        let rules = controls.values().map(|control| rule(control)).collect();
        let indices: HashMap<String, usize> = controls
            .into_keys()
            .enumerate()
            .map(|(index, id)| (id.to_owned(), index))
            .collect();
        let results = kept
            .into_iter()
            .map(|mut one| {
                let index = indices.get(&one.control.id);
                if let (Some(fields), Some(index)) = (one.result.as_object_mut(), index) {
                    fields.insert("ruleIndex".to_owned(), (*index).into());
                }
                one.result
            })
            .collect();
        let log = Log {
            tool: "onus",
            version: env!("CARGO_PKG_VERSION"),
            rules,
            whole: run.summary.errors == 0,
            notifications,
            results,
        };
        serde_json::to_writer_pretty(&mut *out, &log.json())?;
        writeln!(out)
    }
}

/// What could not be read, and what else the user should know.
fn problem(problem: &Problem) -> Json {
    let mut text = clean(&problem.to_string()).into_owned();
    if let Some(help) = &problem.help {
        text.push('\n');
        text.push_str(&clean(help));
    }
    notification(level(problem.level), &text, problem.code)
}

fn rule(control: &ControlRef) -> Json {
    let title: String = clean(&control.title).chars().take(LONGEST).collect();
    // Texts must not be empty.
    let title = if title.trim().is_empty() {
        control.id.as_str()
    } else {
        title.as_str()
    };
    let mut help = vec![title.to_owned()];
    help.extend(control.links.iter().map(|link| clean(link).into_owned()));
    for (framework, ids) in &control.frameworks {
        help.push(clean(&format!("{framework}: {}", ids.join(", "))).into_owned());
    }
    let (level, recommended, score) = match control.severity {
        Severity::Critical => ("error", "error", "9.5"),
        Severity::High => ("error", "error", "8.0"),
        Severity::Medium => ("warning", "warning", "5.5"),
        Severity::Low => ("note", "recommendation", "2.0"),
    };
    json!({
        "id": control.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": help.join("\n")},
        "defaultConfiguration": {"level": level},
        "properties": {
            // The score counts only for what is tagged so.
            "tags": ["security", format!("layer:{}", control.layer)],
            "precision": "very-high",
            "problem.severity": recommended,
            "security-severity": score,
        },
    })
}

fn result(
    decision: &Decision,
    outcome: Outcome,
    documents: &HashMap<String, Arc<Document>>,
    base: &Path,
) -> Json {
    let resource = &decision.resource;
    let level = match (outcome, decision.control.severity) {
        (Outcome::Unknown, _) | (_, Severity::Low) => "note",
        (_, Severity::Critical | Severity::High) => "error",
        (_, Severity::Medium) => "warning",
    };
    let mut text = format!("{}: {}", clean(&resource.name), told::message(decision));
    text.push_str(&format!(
        "\nWhose: {}",
        clean(&basis_line(&decision.responsible))
    ));
    let fix = told::fix(decision);
    if !fix.is_empty() {
        text.push_str(&format!("\nFix: {}", fix.join("\n")));
    }
    let (first, others) = places(decision, documents, base);
    let mut result = json!({
        "ruleId": decision.control.id,
        "level": level,
        "message": {"text": text},
        "locations": [first],
        "partialFingerprints": {
            // The only one that GitHub looks at.
            "primaryLocationLineHash": decision.fingerprint,
            "onusDecision/v1": decision.fingerprint,
        },
        "properties": {
            "status": decision.status.as_str(),
            "party": told::party(decision),
            "layer": decision.layer.as_str(),
            "resource": resource.id,
            "resourceType": resource.kind,
            "remediation": decision.remediation,
        },
    });
    if let (false, Some(fields)) = (others.is_empty(), result.as_object_mut()) {
        fields.insert("relatedLocations".to_owned(), others.into());
    }
    result
}

/// Where a decision is shown, and where else it is about.
fn places(
    decision: &Decision,
    documents: &HashMap<String, Arc<Document>>,
    base: &Path,
) -> (Json, Vec<Json>) {
    let point = |place: &Place<'_>| {
        let region = json!({"startLine": place.line, "startColumn": place.column, "endLine": place.line, "endColumn": place.column});
        location(place.file, base, region)
    };
    let mut others = Vec::new();
    for finding in &decision.findings {
        others.extend(finding.written_at.as_ref().map(|at| {
            point(&Place {
                file: &at.file,
                line: at.line,
                column: at.column,
            })
        }));
        let place = told::place_of(decision, finding);
        others.push(match (&finding.range, documents.get(place.file)) {
            (Some(range), Some(document)) => location(place.file, base, region(document, range)),
            _ => point(&place),
        });
    }
    if others.is_empty() {
        return (point(&told::place(decision)), others);
    }
    (others.remove(0), others)
}
