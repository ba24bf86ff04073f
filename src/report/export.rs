//! The formats for other programs, by name, and decisions on their way to them.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::decision::Decision;
use crate::document::Document;

use super::csv::Csv;
use super::entry::{Ending, Export};
use super::github::GitHub;
use super::gitlab::GitLab;
use super::junit::{Junit, Totals};
use super::sarif::Sarif;
use super::{Filter, Report, Run, told};

/// The formats for other programs: each takes what any of the commands has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// JUnit XML.
    Junit,
    /// SARIF, as code scanning of GitHub takes it.
    Sarif,
    /// Code Quality of GitLab.
    GitLab,
    /// Workflow commands of GitHub.
    GitHub,
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
}

/// What a format has to know before it is told anything.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Who speaks.
    pub command: Command,
    /// The folder that paths are relative to, where they are below it.
    pub base: PathBuf,
}

impl ExportFormat {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 5] = [
        ("junit", Self::Junit),
        ("sarif", Self::Sarif),
        ("gitlab", Self::GitLab),
        ("github", Self::GitHub),
        ("csv", Self::Csv),
    ];

    /// An export in this format; `totals` are known only where all is held.
    pub(crate) fn export(self, setting: &Setting, totals: Option<Totals>) -> Box<dyn Export> {
        let Setting { command, base } = setting.clone();
        match self {
            Self::Junit => Box::new(Junit::new(command, totals)),
            Self::Sarif => Box::new(Sarif::new(command, base)),
            Self::GitLab => Box::new(GitLab::new(base)),
            Self::GitHub => Box::new(GitHub::new(command, base)),
            Self::Csv => Box::new(Csv::default()),
        }
    }
}

impl Command {
    /// As it is typed.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Eval => "onus eval",
            Self::Test => "onus test",
            Self::Check => "onus check",
        }
    }

    /// The name that services keep results by: the program's own is its evaluation.
    pub(super) fn tool(self) -> &'static str {
        match self {
            Self::Eval => "onus",
            Self::Test | Self::Check => self.name(),
        }
    }

    /// What it calls what is wrong.
    pub(super) fn wrong(self) -> &'static str {
        match self {
            Self::Eval => "denials",
            Self::Test => "failures",
            Self::Check => "findings",
        }
    }

    /// What could not be done, when something could not.
    pub(super) fn beginning(self) -> &'static str {
        match self {
            Self::Eval | Self::Check => "the run",
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
            .try_for_each(|decision| self.export.take(&told::entry(decision, documents), out))
    }

    fn close(&mut self, run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let summary = &run.summary;
        let mut totals = format!(
            "{} resources, {} decisions, {} denied",
            summary.resources, summary.decisions, summary.denied
        );
        if summary.waived > 0 {
            totals.push_str(&format!(" ({} waived)", summary.waived));
        }
        let ending = Ending {
            problems: run.problems,
            whole: summary.errors == 0,
            totals,
        };
        self.export.close(&ending, out)
    }
}
