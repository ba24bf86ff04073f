//! Baselines of a run: the one that it is checked against, and the one that it writes.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use onus::baseline::{Baseline, Baselining};
use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::document::{Document, read_text};
use onus::policy::ControlKey;

use crate::cli::atomic_file::AtomicFile;
use crate::cli::commands::eval::args::EvalArgs;

/// The baselines of a run, while it takes decisions.
pub struct Baselines<'r> {
    /// The one that it is held to, with its name.
    held: Option<(Baselining<'r>, String)>,
    /// What the one has that it writes, if it writes one.
    pub found: Option<Baseline>,
}

/// The file of a baseline that is being written.
pub struct Written<'r> {
    path: &'r Path,
    file: AtomicFile,
}

impl<'r> Baselines<'r> {
    /// With the baseline that was read, the controls of the policy set, the origins of the
    /// inventories, and what the arguments say.
    pub fn new(
        read: Option<&'r Baseline>,
        controls: &[ControlKey<'_>],
        origins: BTreeSet<String>,
        arguments: &EvalArgs,
    ) -> Self {
        let name = |path: &PathBuf| path.display().to_string();
        Self {
            held: read
                .zip(arguments.baseline.as_ref().map(name))
                .map(|(baseline, name)| (Baselining::new(baseline, controls, origins), name)),
            found: arguments.write_baseline.is_some().then(Baseline::default),
        }
    }

    /// Marks the denials that are in the baseline; what is written into one is in it.
    pub fn mark(&mut self, decisions: &mut [Decision]) {
        if let Some((held, _)) = &mut self.held {
            held.mark(decisions);
        }
        if let Some(found) = &mut self.found {
            found.add(decisions);
        }
    }

    /// What is to be said of what is gone.
    pub fn report(&self) -> Vec<Diagnostic> {
        match (&self.held, &self.found) {
            (Some((held, name)), None) => held.report(name),
            // What is gone is not written anew.
            (_, found) => found.iter().filter_map(Baseline::problem).collect(),
        }
    }
}

/// Reads the baseline that a run is held to.
///
/// # Errors
/// It can't be read, or is none.
pub fn read(arguments: &EvalArgs) -> Result<Option<Baseline>, Box<Diagnostic>> {
    let Some(path) = &arguments.baseline else {
        return Ok(None);
    };
    let name = path.display().to_string();
    let text = read_text(path).map_err(|error| {
        Box::new(
            Diagnostic::error(format!("the baseline `{name}` can't be read: {error}")).help(
                format!("write it first: `onus eval ... --write-baseline {name}`"),
            ),
        )
    })?;
    Baseline::read(&Arc::new(Document::new(name, text))).map(Some)
}

impl<'r> Written<'r> {
    /// Begins the file that `--write-baseline` names, before anything is decided.
    ///
    /// # Errors
    /// It can't be written.
    pub fn begin(arguments: &'r EvalArgs) -> Result<Option<Self>, Box<Diagnostic>> {
        let Some(path) = arguments.write_baseline.as_deref() else {
            return Ok(None);
        };
        let file = AtomicFile::create(path).map_err(|error| unwritable(path, &error))?;
        Ok(Some(Self { path, file }))
    }

    /// Puts the baseline into its place; answers what to do with it.
    ///
    /// # Errors
    /// It can't be put there.
    pub fn keep(self, baseline: &Baseline) -> Result<String, Box<Diagnostic>> {
        let path = self.path;
        let text = baseline.render().map_err(io::Error::from);
        text.and_then(|text| {
            self.file.writer()?.write_all(text.as_bytes())?;
            self.file.keep()
        })
        .map_err(|error| unwritable(path, &error))?;
        let count = baseline.len();
        let denials = if count == 1 { "denial" } else { "denials" };
        Ok(format!(
            "wrote {count} {denials} to `{0}`: commit it, and fail only on others with `--baseline {0}`",
            path.display()
        ))
    }

    /// Leaves the file as it was.
    pub fn leave(self) -> Diagnostic {
        Diagnostic::warning(format!(
            "`{}` was not written: a baseline is of a whole run",
            self.path.display()
        ))
        .help("mend what is said here and write it again")
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(format!("`{}` can't be written: {error}", path.display()))
            .help("check the path, the permissions and the space that is left"),
    )
}
