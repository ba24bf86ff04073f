//! Outputs of a run: the reports, and the files that they go to.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::StripStream;

use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::Documents;
use onus::report::{Report, Run};

use crate::cli::arg_groups::Color;
use crate::cli::atomic_file::AtomicFile;
use crate::cli::output_formats::Output;
use crate::cli::terminal;

/// The outputs that still take something.
pub struct Outputs<'r> {
    open: Vec<Open<'r>>,
    /// What became of those that do not.
    lost: Vec<Diagnostic>,
}

struct Open<'r> {
    output: &'r Output,
    report: Box<dyn Report + 'r>,
    writer: Box<dyn Write + 'r>,
    /// The file that is written, none for standard output.
    whole: Option<AtomicFile>,
}

impl<'r> Outputs<'r> {
    /// Opens all outputs; `report` makes the report of each. What is in files stays
    /// there until the reports are whole.
    pub fn open(
        wanted: &'r [Output],
        color: Color,
        report: impl Fn(&Output) -> Box<dyn Report + 'r>,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut open = Vec::new();
        let mut places = BTreeSet::new();
        for output in wanted {
            let whole = match &output.file {
                Some(path) => {
                    Some(AtomicFile::create(path).map_err(|error| unwritable(output, &error))?)
                }
                None => None,
            };
            let place = whole.as_ref().and_then(AtomicFile::place);
            if place.is_some_and(|place| !places.insert(place.to_owned())) {
                return Err(twice(output));
            }
            let report = report(output);
            let styled = report.styled();
            let writer: Box<dyn Write> = match &whole {
                None if styled => Box::new(terminal::stdout(color)),
                None => Box::new(BufWriter::new(io::stdout().lock())),
                Some(whole) => {
                    let file = whole.writer().map_err(|error| unwritable(output, &error))?;
                    let plain = BufWriter::new(file);
                    if styled {
                        Box::new(StripStream::new(Box::new(plain) as Box<dyn Write>))
                    } else {
                        Box::new(plain)
                    }
                }
            };
            open.push(Open {
                output,
                report,
                writer,
                whole,
            });
        }
        Ok(Self {
            open,
            lost: Vec::new(),
        })
    }

    /// Hands decisions to all reports. An output that can't be written any more gets
    /// nothing more, and the others go on.
    ///
    /// # Errors
    /// No output is left, and not because nobody reads it.
    pub fn take(
        &mut self,
        decisions: &[Decision],
        documents: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        self.each(|report, writer| report.take(decisions, documents, writer));
        match self.lost.pop() {
            Some(problem) if self.open.is_empty() => Err(Box::new(problem)),
            problem => {
                self.lost.extend(problem);
                Ok(())
            }
        }
    }

    /// Ends all reports and puts the files into their places; answers what could not
    /// be written.
    pub fn close(mut self, run: &Run<'_>) -> Vec<Diagnostic> {
        self.each(|report, writer| report.close(run, writer));
        for Open { output, whole, .. } in self.open {
            if let Some(Err(error)) = whole.map(AtomicFile::keep) {
                self.lost.push(*unwritable(output, &error));
            }
        }
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

/// One file by two names.
fn twice(output: &Output) -> Box<Diagnostic> {
    let path = output.file.as_deref().unwrap_or_else(|| Path::new("-"));
    Box::new(
        Diagnostic::error(format!("two reports can't both go to `{}`", path.display()))
            .help("send each to a file of its own"),
    )
}

fn unwritable(output: &Output, error: &io::Error) -> Box<Diagnostic> {
    let place = output.file.as_ref().map_or_else(
        || "standard output".to_owned(),
        |file| format!("`{}`", file.display()),
    );
    Box::new(
        Diagnostic::error(format!("{place} can't be written: {error}"))
            .help("check the path, the permissions and the space that is left"),
    )
}
