//! The reports of a run with the places that they go to.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use anstream::StripStream;

use onus::decision::Decision;
use onus::document::Document;
use onus::problem::Problem;
use onus::report::{Report, Run};

use crate::cli::args::Color;
use crate::cli::settings::Output;
use crate::cli::terminal;

/// The outputs that still take something.
pub struct Outputs<'r> {
    open: Vec<Open<'r>>,
    /// What became of those that do not.
    lost: Vec<Problem>,
}

struct Open<'r> {
    output: &'r Output,
    report: Box<dyn Report + 'r>,
    writer: Box<dyn Write + 'r>,
}

impl<'r> Outputs<'r> {
    /// Opens all outputs; `report` makes the report of each. Files lose what is in
    /// them only when all could be opened.
    pub fn open(
        wanted: &'r [Output],
        color: Color,
        report: impl Fn(&Output) -> Box<dyn Report + 'r>,
    ) -> Result<Self, Box<Problem>> {
        let mut files = Vec::new();
        for output in wanted {
            let file = match &output.file {
                Some(path) => Some(open(path).map_err(|error| unwritable(output, &error))?),
                None => None,
            };
            files.push(file);
        }
        let mut outputs = Self {
            open: Vec::new(),
            lost: Vec::new(),
        };
        for (output, file) in wanted.iter().zip(files) {
            let report = report(output);
            let styled = report.styled();
            let writer: Box<dyn Write> = match file {
                None if styled => Box::new(terminal::stdout(color)),
                None => Box::new(BufWriter::new(io::stdout().lock())),
                Some(file) => {
                    empty(&file).map_err(|error| unwritable(output, &error))?;
                    let plain = BufWriter::new(file);
                    if styled {
                        Box::new(StripStream::new(Box::new(plain) as Box<dyn Write>))
                    } else {
                        Box::new(plain)
                    }
                }
            };
            outputs.open.push(Open {
                output,
                report,
                writer,
            });
        }
        Ok(outputs)
    }

    /// Hands decisions to all reports. An output that can't be written any more gets
    /// nothing more, and the others go on.
    ///
    /// # Errors
    /// No output is left, and not because nobody reads it.
    pub fn take(
        &mut self,
        decisions: &[Decision],
        documents: &HashMap<String, Arc<Document>>,
    ) -> Result<(), Box<Problem>> {
        self.each(|report, writer| report.take(decisions, documents, writer));
        match self.lost.pop() {
            Some(problem) if self.open.is_empty() => Err(Box::new(problem)),
            problem => {
                self.lost.extend(problem);
                Ok(())
            }
        }
    }

    /// Ends all reports; answers what could not be written.
    pub fn close(mut self, run: &Run<'_>) -> Vec<Problem> {
        self.each(|report, writer| report.close(run, writer));
        self.lost
    }

    fn each(
        &mut self,
        mut work: impl FnMut(&mut (dyn Report + 'r), &mut dyn Write) -> io::Result<()>,
    ) {
        let lost = &mut self.lost;
        self.open.retain_mut(|open| {
            let result =
                work(open.report.as_mut(), &mut open.writer).and_then(|()| open.writer.flush());
            let Err(error) = result else { return true };
            if open.output.file.is_some() || !terminal::gone(&error) {
                lost.push(*unwritable(open.output, &error));
            }
            false
        });
    }
}

/// Opens a file for writing with what is in it.
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}

/// Takes what is in a file away; pipes and devices have nothing to take away.
fn empty(file: &File) -> io::Result<()> {
    if file.metadata()?.is_file() {
        file.set_len(0)?;
    }
    Ok(())
}

fn unwritable(output: &Output, error: &io::Error) -> Box<Problem> {
    let place = output.file.as_ref().map_or_else(
        || "standard output".to_owned(),
        |file| format!("`{}`", file.display()),
    );
    Box::new(
        Problem::error(format!("{place} can't be written: {error}"))
            .help("check the path, the permissions and the space that is left"),
    )
}
