//! The formats for other programs, by name, and decisions on their way to them.

pub(crate) mod azure;
pub(crate) mod ci_annotations;
pub(crate) mod csv;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod gitlab_sast;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod junit_xml;
pub(crate) mod markdown;
pub(crate) mod ndjson;
pub(crate) mod pretty;
pub(crate) mod sarif;
pub(crate) mod tap;
pub(crate) mod top_results;

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use onus_core::decision::Decision;
use onus_core::document::Document;

use crate::formats::azure::Azure;
use crate::formats::csv::Csv;
use crate::formats::github::GitHub;
use crate::formats::gitlab::GitLab;
use crate::formats::gitlab_sast::Sast;
use crate::formats::junit::{Junit, Totals};
use crate::formats::markdown::Markdown;
use crate::formats::sarif::{FullSarif, Sarif};
use crate::formats::tap::Tap;
use crate::results::decision;
use crate::results::{Ending, Export, many};
use crate::{Filter, Report, Run, not_assessed};

/// The formats for other programs: each takes what any of the commands has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// JUnit XML.
    Junit,
    /// The Test Anything Protocol.
    Tap,
    /// SARIF, as code scanning of GitHub takes it.
    Sarif,
    /// SARIF with everything.
    SarifFull,
    /// Workflow commands of GitHub.
    GitHub,
    /// Code Quality of GitLab.
    GitLab,
    /// A security report of GitLab.
    GitLabSast,
    /// Logging commands of Azure Pipelines.
    Azure,
    /// Markdown, for summaries of jobs.
    Markdown,
    /// Comma-separated values.
    Csv,
}

/// The command that exports something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// `onus eval`.
    Eval,
    /// `onus test`.
    Test,
    /// `onus check`.
    Check,
    /// `onus snapshot check`.
    Snapshot,
}

/// What a format has to know before it is told anything.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Who speaks.
    pub command: Command,
    /// The folder that paths are relative to, where they are below it.
    pub base: PathBuf,
    /// When it is.
    pub time: Time,
    /// What stands in the file already and is not to be lost, in formats that can
    /// follow something.
    pub before: Vec<u8>,
}

/// Where formats that name an instant have it from.
#[derive(Debug, Clone, Copy)]
pub enum Time {
    /// It is always the same.
    Fixed(Timestamp),
    /// The program tells it.
    Told(fn() -> Timestamp),
}

impl Time {
    pub(crate) fn now(self) -> Timestamp {
        match self {
            Self::Fixed(at) => at,
            Self::Told(now) => now(),
        }
    }
}

impl ExportFormat {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 10] = [
        ("junit", Self::Junit),
        ("tap", Self::Tap),
        ("sarif", Self::Sarif),
        ("sarif-full", Self::SarifFull),
        ("github", Self::GitHub),
        ("gitlab", Self::GitLab),
        ("gitlab-sast", Self::GitLabSast),
        ("azure", Self::Azure),
        ("markdown", Self::Markdown),
        ("csv", Self::Csv),
    ];

    /// An export in this format; `totals` are known only where all is held.
    pub(crate) fn export(self, setting: &Setting, totals: Option<Totals>) -> Box<dyn Export> {
        let Setting {
            command,
            base,
            time,
            before,
        } = setting.clone();
        match self {
            Self::Junit => Box::new(Junit::new(command, totals)),
            Self::Tap => Box::new(Tap::new(command)),
            Self::Sarif => Box::new(Sarif::new(command, base)),
            Self::SarifFull => Box::new(FullSarif::new(command, base)),
            Self::GitHub => Box::new(GitHub::new(command, base)),
            Self::GitLab => Box::new(GitLab::new(base)),
            Self::GitLabSast => Box::new(Sast::new(command, base, time)),
            Self::Azure => Box::new(Azure::new(command, base)),
            Self::Markdown => Box::new(Markdown::new(command, before)),
            Self::Csv => Box::new(Csv::default()),
        }
    }
}

impl Command {
    /// As it is typed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Eval => "onus eval",
            Self::Test => "onus test",
            Self::Check => "onus check",
            Self::Snapshot => "onus snapshot check",
        }
    }

    /// The name that services keep results by: the program's own is its evaluation.
    pub(crate) fn tool(self) -> &'static str {
        match self {
            Self::Eval => "onus",
            Self::Test | Self::Check | Self::Snapshot => self.name(),
        }
    }

    /// What it calls so many things that are wrong.
    pub(crate) fn wrong(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Eval, 1) => "denial",
            (Self::Eval, _) => "denials",
            (Self::Test, 1) => "failure",
            (Self::Test, _) => "failures",
            (Self::Check, 1) => "finding",
            (Self::Check, _) => "findings",
            (Self::Snapshot, 1) => "change",
            (Self::Snapshot, _) => "changes",
        }
    }

    /// What could not be done, when something could not.
    pub(crate) fn beginning(self) -> &'static str {
        match self {
            Self::Eval | Self::Check | Self::Snapshot => "the run",
            Self::Test => "loading",
        }
    }
}

/// Decisions on their way to a format for other programs.
pub struct Exported {
    filter: Filter,
    export: Box<dyn Export>,
}

impl Exported {
    /// A report of the decisions that `filter` shows.
    pub fn new(format: ExportFormat, setting: &Setting, filter: Filter) -> Self {
        Self {
            filter,
            export: format.export(setting, None),
        }
    }
}

impl Report for Exported {
    fn take(
        &mut self,
        decisions: &[Decision],
        documents: &HashMap<String, Arc<Document>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        self.filter
            .shown(decisions)
            .try_for_each(|decision| self.export.take(&decision::entry(decision, documents), out))
    }

    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let summary = &run.summary;
        let mut totals = format!(
            "{}, {}, {} denied",
            many(summary.resources, "resource", "resources"),
            many(summary.decisions, "decision", "decisions"),
            summary.denied
        );
        if summary.waived > 0 {
            totals.push_str(&format!(" ({} waived)", summary.waived));
        }
        if summary.in_baseline > 0 {
            totals.push_str(&format!(" ({} in the baseline)", summary.in_baseline));
        }
        let ending = Ending {
            problems: run.problems,
            whole: summary.errors == 0,
            totals,
            not_assessed: not_assessed::reasons(run),
        };
        self.export.close(&ending, out)
    }
}
