//! What is said beside the reports: what controls do that are followed, and why
//! denials came about.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;

use onus::decision::{Decision, Status};
use onus::diagnostic::Diagnostic;
use onus::evaluate::{Joined, Session, Trace};
use onus::explain::explain;
use onus::inventory::Resource;
use onus::json_pointer::Pointer;
use onus::policy::{Bench, PolicySet, Selector};
use onus::report::{ExplainedPretty, Filter, clean, write_trace};

use crate::cli::args::Color;
use crate::cli::commands::eval::progress::Progress;
use crate::cli::terminal;

/// Who speaks beside the reports.
pub struct Aside<'a> {
    set: &'a PolicySet,
    /// The policies to explain denials with, if they are to be explained.
    bench: Option<Bench<'a>>,
    filter: Filter,
    color: Color,
    /// What is explained already: a control with its status and messages. What else
    /// it says the same of, it says for the same reasons.
    told: BTreeSet<(String, Status, Vec<String>)>,
    explanations: Vec<u8>,
    /// The controls that are followed; what they do is said where a progress bar would
    /// stand.
    followed: Vec<Selector>,
    /// Of those, the ones that no resource was for so far.
    idle: Vec<Selector>,
}

impl<'a> Aside<'a> {
    /// With the policies of a run, and the decisions that are shown of it.
    pub fn new(
        set: &'a PolicySet,
        bench: Option<Bench<'a>>,
        filter: Filter,
        followed: Vec<Selector>,
        color: Color,
    ) -> Self {
        Self {
            set,
            bench,
            filter,
            color,
            told: BTreeSet::new(),
            explanations: Vec::new(),
            idle: followed.clone(),
            followed,
        }
    }

    /// The progress of a run over so many resources.
    pub fn progress(&self, resources: usize) -> Progress {
        if !self.followed.is_empty() {
            Progress::none()
        } else {
            Progress::new(resources)
        }
    }

    /// Says what controls did that are followed.
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

    /// Explains the first denial of each kind. The decisions are about `resources`,
    /// the first of which has the number that is given with their relations.
    pub fn explain(
        &mut self,
        session: &mut Session<'_>,
        decisions: &[Decision],
        resources: &[Resource],
        (joined, first): (&Joined<'_>, usize),
    ) {
        let Some(bench) = &self.bench else {
            return;
        };
        // An id can stand twice in an inventory, at two places.
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
            if !self.told.insert(kind) {
                continue;
            }
            if numbers.is_empty() {
                numbers = resources.iter().map(standing).zip(0..).collect();
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
            let explanation =
                session.examine(resources, *number, (joined, first), control, |examined| {
                    explain(bench, examined)
                });
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

    /// What is to be said of controls that were to be followed, when all is decided.
    pub fn idle(&self) -> impl Iterator<Item = Diagnostic> {
        let keys = self.set.keys();
        let known = move |selector: &&Selector| keys.iter().any(|key| selector.matches(*key));
        // That there is no such control at all is said already.
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

/// What tells a resource from others of its id: where it stands.
fn standing(resource: &Resource) -> (&str, &Pointer, String) {
    let (document, range) = resource.body.start();
    let line = document.position(range.start).line;
    (
        resource.id.as_str(),
        &resource.body.pointer,
        format!("{}:{line}", document.name()),
    )
}
