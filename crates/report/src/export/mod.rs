//! The export: the interface between the commands, which make entries, and the formats
//! for other programs, which write them.

pub(crate) mod entry;
pub(crate) mod setting;
pub(crate) mod text;

use std::io;
use std::time::Duration;

use onus_core::diagnostic::Diagnostic;

use crate::export::entry::Entry;

/// One output format for other programs. It takes entries one after the other, and
/// is then closed.
pub(crate) trait Export {
    /// Takes the next entry; what can be written at once is written.
    ///
    /// # Errors
    /// The output can't be written.
    fn take(&mut self, entry: &Entry<'_>, out: &mut dyn io::Write) -> io::Result<()>;

    /// Writes what is left, when all entries have been taken.
    ///
    /// # Errors
    /// The output can't be written.
    fn close(&mut self, ending: &Ending<'_>, out: &mut dyn io::Write) -> io::Result<()>;
}

/// What is known when all entries have been taken.
#[derive(Debug)]
pub(crate) struct Ending<'e> {
    /// Errors of reading, and warnings.
    pub(crate) problems: &'e [Diagnostic],
    /// Whether everything could be read.
    pub(crate) complete: bool,
    /// The counts, such as `4 resources, 4 decisions, 2 denied`.
    pub(crate) totals: String,
    /// What was not assessed, a line for each reason.
    pub(crate) not_assessed: Vec<String>,
}

/// The counts of a complete file, for commands that know them before the first entry.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) tests: usize,
    pub(crate) failures: usize,
    pub(crate) errors: usize,
    pub(crate) skipped: usize,
    pub(crate) took: Duration,
}
