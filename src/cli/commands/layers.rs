//! `onus layers`.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

use onus::decision::Decision;
use onus::diagnostic::{Diagnostic, Level};
use onus::document::Document;
use onus::evaluate::{Evaluator, Options, Profile};
use onus::layers::{Tally, write_layers_json, write_layers_pretty};
use onus::report::{Detail, Filter, PartyFilter};

use crate::cli::args::{LayersArgs, LayersFormat};
use crate::cli::commands::eval::{Aside, Failures, NOTHING_THERE, Taking, decide};
use crate::cli::{Exit, concluded, inventories, options, policies, policy_warnings, terminal};

/// Runs the command.
pub fn run(arguments: &LayersArgs) -> Exit {
    concluded(arguments.color, |problems| show(arguments, problems))
}

fn show(arguments: &LayersArgs, problems: &mut Vec<Diagnostic>) -> Result<Exit, Box<Diagnostic>> {
    let now = options::now(arguments.engine.now.as_deref())?;
    let config = policies::config(&arguments.policies)?;
    let selection = options::selection(&arguments.selection, &config)?;
    let named = options::inventories(&arguments.inputs, &config, "layers")?;
    let mut inventory = inventories::read(&named, &arguments.reading);
    let mut loaded = policies::load(
        &arguments.policies,
        config,
        Some(&inventory.contents),
        arguments.engine.time_limit,
        now.nanoseconds,
    )?;
    problems.append(&mut loaded.problems);
    let doubts = policy_warnings::find(&mut loaded, Some(&inventory));
    policy_warnings::say(&doubts, &arguments.policies, arguments.color);
    let evaluator = Evaluator::new(
        &loaded.set,
        Options {
            threads: arguments.engine.threads.map(usize::from),
            profiled: true,
            ..loaded.options(&arguments.policies, selection)
        },
    );
    let kinds = inventory.contents.kinds.clone();
    let parties = arguments
        .party
        .iter()
        .map(|party| PartyFilter::parse(party));
    let controls = loaded.set.controls.iter();
    let onlookers = controls.filter(|control| control.looks_at_layers());
    let mut counted = Counted {
        tally: Tally::new(
            parties.collect(),
            &kinds.iter().map(String::as_str).collect(),
            onlookers.map(|control| control.about.id.clone()).collect(),
        ),
        profiles: Vec::new(),
        failures: Failures::default(),
    };
    let mut aside = Aside::new(
        &loaded.set,
        None,
        Filter::default(),
        Vec::new(),
        arguments.color,
    );
    let evaluation = decide(&evaluator, &mut inventory, &mut counted, &mut aside)?;
    problems.extend(evaluation.problems);
    problems.append(&mut inventory.problems);
    problems.extend(counted.failures.report(problems));
    let tally = &counted.tally;
    if tally.resources() == 0 {
        if !problems.iter().any(|problem| problem.level == Level::Error) {
            problems.push(
                Diagnostic::warning("there is no resource, and so no layer").help(NOTHING_THERE),
            );
        }
        return Ok(Exit::NothingEvaluated);
    }
    let mut out = terminal::stdout(arguments.color);
    let written = match arguments.output {
        LayersFormat::Pretty => {
            let detail = match (arguments.quiet, arguments.verbose) {
                (true, _) => Detail::Quiet,
                (_, true) => Detail::Verbose,
                _ => Detail::Normal,
            };
            write_layers_pretty(tally, terminal::width(), detail, &mut out)
        }
        LayersFormat::Json => write_layers_json(tally, &loaded.set.digest, &mut out),
    };
    terminal::written(written.and_then(|()| out.flush()))?;
    Ok(Exit::Clean)
}

/// Counts the layers of what is decided.
struct Counted {
    tally: Tally,
    /// The resources whose decisions come next.
    profiles: Vec<Profile>,
    failures: Failures,
}

impl Taking for Counted {
    fn look(&mut self, profiles: Vec<Profile>) {
        self.failures.look(&profiles);
        self.profiles = profiles;
    }

    fn take(
        &mut self,
        decisions: &mut [Decision],
        _: &HashMap<String, Arc<Document>>,
    ) -> Result<(), Box<Diagnostic>> {
        self.failures.count(decisions);
        self.tally
            .take(&std::mem::take(&mut self.profiles), decisions);
        Ok(())
    }
}
