//! Commentary on a run, in addition to the reports: traces of controls, and explanations of
//! denials.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;

use onus::decision::{Decision, Status};
use onus::diagnostic::Diagnostic;
use onus::evaluate::Trace;
use onus::evaluate::run::{Examiner, Progress};
use onus::explain::explain;
use onus::inventory::Resource;
use onus::json_pointer::Pointer;
use onus::policy::{EngineBuilder, PolicySet, Selector};
use onus::report::{ExplainedPretty, Filter, clean, write_trace};

use crate::cli::arg_groups::Color;
use crate::cli::{progress, terminal};

/// Traces and explanations of a run.
pub struct Commentary<'a> {
    set: &'a PolicySet,
    /// The policies to explain denials with, if they are to be explained.
    bench: Option<EngineBuilder<'a>>,
    filter: Filter,
    color: Color,
    /// The controls that are explained, with their status and messages. Other denials with
    /// the same messages have the same reasons.
    explained: BTreeSet<(String, Status, Vec<String>)>,
    explanations: Vec<u8>,
    /// The controls to trace. Traces take the place of the progress bar.
    traced: Vec<Selector>,
    /// Of those, the ones without a resource so far.
    idle: Vec<Selector>,
}

impl<'a> Commentary<'a> {
    /// A commentary on a run with these policies, about the decisions that are shown.
    pub fn new(
        set: &'a PolicySet,
        bench: Option<EngineBuilder<'a>>,
        filter: Filter,
        traced: Vec<Selector>,
        color: Color,
    ) -> Self {
        Self {
            set,
            bench,
            filter,
            color,
            explained: BTreeSet::new(),
            explanations: Vec::new(),
            idle: traced.clone(),
            traced,
        }
    }

    /// The progress of a run over so many resources.
    pub fn progress(&self, resources: usize) -> Progress {
        if self.traced.is_empty() {
            progress::bar(resources)
        } else {
            progress::none()
        }
    }

    /// Prints the actions of traced controls.
    pub fn trace(&mut self, traces: &[Trace]) {
        let mut stderr = terminal::stderr(self.color);
        for trace in traces {
            let controls = self.set.controls.iter();
            for control in controls.filter(|control| control.about.id == trace.control.id) {
                self.idle
                    .retain(|selector| !selector.matches(control.key()));
            }
            // Nothing can be done about a terminal that is gone.
            let _ = write_trace(trace, &mut stderr);
        }
    }

    /// Explains the first denial of each kind among the decisions about a batch.
    pub fn explain(&mut self, decisions: &[Decision], batch: &mut Examiner<'_, '_>) {
        let Some(bench) = &self.bench else {
            return;
        };
        // An id can be in an inventory twice, at two places.
        let mut numbers: HashMap<(&str, &Pointer, String), usize> = HashMap::new();
        for decision in decisions {
            if !decision.is_open_denial() || !self.filter.shows(decision) {
                continue;
            }
            let messages = decision.findings.iter().map(|found| found.message.clone());
            let kind = (
                decision.control.id.clone(),
                decision.status,
                messages.collect(),
            );
            if !self.explained.insert(kind) {
                continue;
            }
            if numbers.is_empty() {
                numbers = batch.resources().iter().map(location).zip(0..).collect();
            }
            let about = &decision.resource;
            let place = (
                about.id.as_str(),
                &about.source.pointer,
                format!("{}:{}", about.source.file, about.source.line),
            );
            let mut controls = self.set.controls.iter();
            let control = controls.find(|control| control.about.id == decision.control.id);
            let (Some(control), Some(number)) = (control, numbers.get(&place)) else {
                continue;
            };
            let explanation = batch.examine(*number, control, |examined| explain(bench, examined));
            if let Some(explanation) = explanation {
                let source = &decision.resource.source;
                let pretty = ExplainedPretty {
                    width: terminal::width(),
                    documents: &HashMap::new(),
                };
                // Memory takes everything.
                let _ = writeln!(
                    self.explanations,
                    "\nwhy {}  {}  ({}:{}:{})",
                    clean(&decision.control.id),
                    clean(&decision.resource.name),
                    clean(&source.file),
                    source.line,
                    source.column
                );
                let _ = pretty.write_why(&explanation, &mut self.explanations);
            }
        }
    }

    /// Warnings about controls to trace that decided nothing, at the end of the run.
    pub fn idle(&self) -> impl Iterator<Item = Diagnostic> {
        let keys = self.set.keys();
        let known = move |selector: &&Selector| keys.iter().any(|key| selector.matches(*key));
        // A control that does not exist is an error already.
        self.idle.iter().filter(known).map(|selector| {
            Diagnostic::warning(format!(
                "`{selector}` was to be followed, and decided nothing"
            ))
            .help("no resource is of its types, or `--select` leaves it out")
        })
    }

    /// Writes the explanations, now that the reports are closed.
    ///
    /// # Errors
    /// Standard output can't be written.
    pub fn close(self) -> Result<(), Box<Diagnostic>> {
        let mut out = terminal::stdout(self.color);
        terminal::written(out.write_all(&self.explanations).and_then(|()| out.flush()))
    }
}

/// The location of a resource, which distinguishes it from others with its id.
fn location(resource: &Resource) -> (&str, &Pointer, String) {
    let (document, range) = resource.body.start();
    let line = document.position(range.start).line;
    (
        resource.id.as_str(),
        &resource.body.pointer,
        format!("{}:{line}", document.name()),
    )
}
