//! The output format: how the file of each format describes it, for `-o`, the tables in
//! README and docs, and the tests that read every format back.

use crate::export::setting::Setting;
use crate::export::{Export, Totals};

/// An output format of `onus eval`, `onus test`, `onus check` and `onus snapshot check`.
#[derive(Debug)]
pub struct OutputFormat {
    /// The name after `-o`.
    pub name: &'static str,
    /// Who reads it and what it contains: Markdown for README, with links from the root
    /// of the repository. Neighbors with the same text share a row.
    pub purpose: &'static str,
    /// The services that read it, for docs/ci.md.
    pub services: &'static [Service],
    /// How its text is read back.
    pub syntax: Syntax,
    /// How it reports what a run did not assess, for docs/meaning.md.
    pub not_assessed: NotAssessed,
    /// What writes it.
    pub(crate) writer: Writer,
}

/// A service that reads a format: a row in docs/ci.md, in Markdown with links from the
/// root of the repository.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// The service, or the part of it.
    pub name: &'static str,
    /// What to write after `-o`.
    pub output: &'static str,
    /// How it looks there.
    pub looks: &'static str,
}

/// The syntax of an output. Tests read each output back by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Plain text for people and logs.
    Text,
    /// One JSON value.
    Json,
    /// One JSON value per line.
    JsonLines,
    /// A SARIF 2.1.0 log.
    Sarif,
    /// JUnit XML.
    Junit,
    /// The Test Anything Protocol.
    Tap,
    /// Comma-separated values.
    Csv,
    /// Markdown with tables, as GitHub renders it.
    Markdown,
    /// Workflow commands of GitHub, one per line.
    GitHubCommands,
    /// Logging commands of Azure Pipelines, one per line.
    AzureCommands,
}

impl Syntax {
    /// Whether programs parse the text. Such text contains untrusted strings unchanged;
    /// all other text is safe to print to a log.
    pub fn is_data(self) -> bool {
        match self {
            Self::Json | Self::JsonLines | Self::Sarif => true,
            Self::Text
            | Self::Junit
            | Self::Tap
            | Self::Csv
            | Self::Markdown
            | Self::GitHubCommands
            | Self::AzureCommands => false,
        }
    }
}

/// How a format reports what a run did not assess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAssessed {
    /// In sentences.
    InWords,
    /// In the member `not_assessed`.
    AsMember,
    /// Not at all: the format is a list of decisions or denials.
    Absent,
}

/// Makes an export; `totals` are the counts of commands that know them in advance.
pub(crate) type NewExport = fn(setting: &Setting, totals: Option<Totals>) -> Box<dyn Export>;

/// What writes a format.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Writer {
    /// The text of each command for people.
    Pretty,
    /// The JSON object of each command.
    Json,
    /// The JSON lines of each command.
    Ndjson,
    /// An export, which is the same for all commands.
    Export(NewExport),
}

/// The choice that commands make by the format of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Pretty,
    /// One object.
    Json,
    /// One decision, test or finding per line.
    Ndjson,
    /// For other programs.
    Export(ExportFormat),
}

/// A format for other programs. It takes the results of any command.
#[derive(Debug, Clone, Copy)]
pub struct ExportFormat {
    name: &'static str,
    new: NewExport,
}

impl OutputFormat {
    /// What commands choose by.
    pub fn format(&self) -> Format {
        match self.writer {
            Writer::Pretty => Format::Pretty,
            Writer::Json => Format::Json,
            Writer::Ndjson => Format::Ndjson,
            Writer::Export(new) => Format::Export(ExportFormat {
                name: self.name,
                new,
            }),
        }
    }
}

impl ExportFormat {
    /// The name after `-o`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// An export in this format; `totals` are the counts of commands that know them in
    /// advance.
    pub(crate) fn export(self, setting: &Setting, totals: Option<Totals>) -> Box<dyn Export> {
        (self.new)(setting, totals)
    }
}

impl PartialEq for ExportFormat {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for ExportFormat {}
