//! The format `gitlab-sast`: a GitLab security report, written as entries come.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use onus_core::diagnostic::{Diagnostic, Level};
use onus_core::vocabulary::Severity;

use crate::export::entry::{Entry, Outcome};
use crate::export::setting::{Command, Setting, Time};
use crate::export::text::problem_lines;
use crate::export::{Ending, Export};
use crate::formats::output_format::{NotAssessed, OutputFormat, Service, Syntax, Writer};
use crate::relative_path::below;
use crate::sanitize::clean;
use crate::sanitize::shortened;

pub(crate) const FORMAT: OutputFormat = OutputFormat {
    name: "gitlab-sast",
    purpose: "GitLab security reports (`artifacts: reports: sast:`)",
    services: &[Service {
        name: "GitLab security",
        output: "`gitlab-sast`",
        looks: "the vulnerability report",
    }],
    syntax: Syntax::Json,
    not_assessed: NotAssessed::Absent,
    writer: Writer::Export(|setting, _| Box::new(Sast::new(setting))),
};

/// The version of the schema.
const VERSION: &str = "15.2.4";

/// The name space of the ids, which are made of fingerprints: whoever reads two reports
/// finds what is still there.
const SPACE: Uuid = Uuid::from_u128(0x7d3a_51c0_6f0e_4b57_9c55_8d1e_2b94_ce10);

/// The report for GitLab.
#[derive(Debug)]
pub(crate) struct Sast {
    command: Command,
    base: PathBuf,
    time: Time,
    started: Timestamp,
    header_written: bool,
}

impl Sast {
    /// A report that starts now.
    pub(crate) fn new(setting: &Setting) -> Self {
        Self {
            command: setting.command,
            base: setting.base.clone(),
            time: setting.time,
            started: setting.time.now(),
            header_written: false,
        }
    }

    /// Writes what comes before the vulnerabilities, once.
    fn write_header(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if self.header_written {
            return Ok(());
        }
        self.header_written = true;
        let schema = format!(
            "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v{VERSION}/dist/sast-report-format.json"
        );
        write!(
            out,
            "{{\"version\":\"{VERSION}\",\"schema\":\"{schema}\",\"vulnerabilities\":["
        )
    }
}

impl Export for Sast {
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        if !entry.outcome.is_open() {
            return Ok(());
        }
        let comma = if self.header_written { "," } else { "" };
        self.write_header(out)?;
        writeln!(out, "{comma}")?;
        serde_json::to_writer(&mut *out, &vulnerability(entry, &self.base))?;
        Ok(())
    }

    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_header(out)?;
        let tool = self.command.tool();
        let scanner = json!({
            "id": tool.replace(' ', "-"),
            "name": tool,
            "version": env!("CARGO_PKG_VERSION"),
            "vendor": {"name": "onus"},
        });
        let messages: Vec<Json> = ending.problems.iter().map(message).collect();
        let scan = json!({
            "analyzer": scanner,
            "scanner": scanner,
            "type": "sast",
            "start_time": instant(self.started),
            "end_time": instant(self.time.now()),
            "status": if ending.complete { "success" } else { "failure" },
            "messages": messages,
        });
        writeln!(out, "\n],\"scan\":{scan}}}")
    }
}

/// In UTC, without a zone: the schema wants it so.
fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn message(problem: &Diagnostic) -> Json {
    let level = match problem.level {
        Level::Error => "fatal",
        Level::Warning => "warn",
    };
    json!({"level": level, "value": bounded(&problem_lines(problem), 10_000)})
}

/// A text that is neither empty nor longer than the schema takes.
fn bounded(text: &str, longest: usize) -> String {
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    shortened(text, longest)
}

fn vulnerability(entry: &Entry<'_>, base: &Path) -> Json {
    let severity = match (entry.outcome, entry.severity) {
        (Outcome::Unknown, _) => "Info",
        (_, Severity::Critical) => "Critical",
        (_, Severity::High) => "High",
        (_, Severity::Medium) => "Medium",
        (_, Severity::Low) => "Low",
    };
    let mut description = vec![entry.headline()];
    description.extend(entry.detail.iter().cloned());
    description.extend(entry.whose.iter().map(|whose| format!("Whose: {whose}")));
    let links: Vec<&str> = entry
        .rule
        .links
        .iter()
        .map(String::as_str)
        .filter(|link| is_address(link))
        .collect();
    let id = bounded(&clean(entry.rule.id), 255);
    let mut identifier = json!({"type": "onus_rule", "name": id, "value": id});
    if let (Some(link), Some(identifier)) = (links.first(), identifier.as_object_mut()) {
        identifier.insert("url".to_owned(), json!(link));
    }
    let links: Vec<Json> = links.iter().map(|link| json!({"url": link})).collect();
    let mut vulnerability = json!({
        "id": Uuid::new_v5(&SPACE, entry.fingerprint.as_bytes()).to_string(),
        "name": bounded(&clean(&entry.rule.title), 255),
        "description": bounded(&description.join("\n"), 100_000),
        "severity": severity,
        "identifiers": [identifier],
        "links": links,
        "location": {
            "file": below(entry.place.file, base),
            "start_line": entry.place.line,
            // Without it, pages of GitLab fail.
            "end_line": entry.place.end.map_or(entry.place.line, |end| end.line),
        },
        "details": details(entry),
    });
    if let (false, Some(fields)) = (entry.fix.is_empty(), vulnerability.as_object_mut()) {
        let solution = bounded(&entry.fix.join("\n"), 7_000);
        fields.insert("solution".to_owned(), solution.into());
    }
    vulnerability
}

/// What else GitLab shows of it.
fn details(entry: &Entry<'_>) -> Json {
    let text = |name: &str, value: &str| json!({"type": "text", "name": name, "value": bounded(value, 10_000)});
    let mut details = serde_json::Map::new();
    let mut add = |key: &str, name: &str, value: &str| {
        details.insert(key.to_owned(), text(name, value));
    };
    add("status", "Status", entry.status);
    add("subject", "Subject", &clean(entry.subject.id));
    if let Some(party) = &entry.party {
        add("party", "Who has to act", party);
    }
    if let Some(layer) = entry.layer {
        add("layer", "Layer", layer.as_str());
    }
    add("fingerprint", "Fingerprint", &clean(&entry.fingerprint));
    Json::Object(details)
}

/// Whether a link is one that the schema takes.
fn is_address(link: &str) -> bool {
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~?#%&=+:,".contains(&byte);
        rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.bytes().all(plain)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::formats::gitlab_sast::FORMAT;
    use crate::formats::hostile_decisions::{decisions, open, text, written};
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_security_report_has_a_vulnerability_for_each_open_denial(decisions in decisions(), trouble in text()) {
            let text = written(&FORMAT, &decisions, &trouble);
            let report: serde_json::Value = serde_json::from_str(&text).unwrap();
            let all = report["vulnerabilities"].as_array().unwrap();
            prop_assert_eq!(all.len(), open(&decisions));
            let ids: BTreeSet<&str> = all.iter().filter_map(|one| one["id"].as_str()).collect();
            prop_assert_eq!(ids.len(), all.len());
            for one in all {
                prop_assert!(!one["identifiers"][0]["value"].as_str().unwrap().is_empty());
                prop_assert!((1..=255).contains(&one["name"].as_str().unwrap().chars().count()));
                prop_assert!(one["location"]["end_line"].as_u64() >= Some(1));
            }
            prop_assert_eq!(&report["scan"]["start_time"], "1970-01-01T00:00:00");
            prop_assert_eq!(report["scan"]["messages"].as_array().unwrap().len(), 1);
        }
    }
}
