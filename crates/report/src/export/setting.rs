//! The setting of an export: the command, the base folder, the time, and what its file
//! already contains.

use std::path::PathBuf;

use jiff::Timestamp;

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

/// What an export needs to know before its first entry.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The command that exports.
    pub command: Command,
    /// The folder that paths below it are relative to.
    pub base: PathBuf,
    /// The source of timestamps.
    pub time: Time,
    /// What the file already contains. Formats that can append to a file keep it.
    pub existing: Vec<u8>,
}

/// The source of timestamps.
#[derive(Debug, Clone, Copy)]
pub enum Time {
    /// Always the same instant.
    Fixed(Timestamp),
    /// The program's clock.
    Clock(fn() -> Timestamp),
}

impl Time {
    /// The current instant.
    pub(crate) fn now(self) -> Timestamp {
        match self {
            Self::Fixed(at) => at,
            Self::Clock(now) => now(),
        }
    }
}

impl Command {
    /// The command as users type it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Eval => "onus eval",
            Self::Test => "onus test",
            Self::Check => "onus check",
            Self::Snapshot => "onus snapshot check",
        }
    }

    /// The name under which services keep results: `onus eval` has the program's name.
    pub(crate) fn tool(self) -> &'static str {
        match self {
            Self::Eval => "onus",
            Self::Test | Self::Check | Self::Snapshot => self.name(),
        }
    }

    /// The noun for a number of failed entries.
    pub(crate) fn failure_noun(self, count: usize) -> &'static str {
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

    /// The step that the diagnostics of the command are about.
    pub(crate) fn step(self) -> &'static str {
        match self {
            Self::Eval | Self::Check | Self::Snapshot => "the run",
            Self::Test => "loading",
        }
    }
}
