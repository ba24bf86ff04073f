//! Evaluation of all watched inventories.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use onus::diagnostic::Diagnostic;
use onus::evaluate::Evaluator;
use onus::evaluate::run::{
    Inventories, Outcome, has_error, run as evaluate_inventories, run_in_memory,
};
use onus::inventory::Resource;
use onus::snapshot::{Header, Known, Origins, ResourceKey, Snapshot, State};

use crate::cli::commands::diff::Base;
use crate::cli::commands::watch::args::WatchArgs;
use crate::cli::decide_command::{DecideCommand, NOTHING_THERE};
use crate::cli::origin_keys::within;
use crate::cli::{options, policies};

use crate::cli::commands::watch::target::{WatchTarget, key};

/// What to do when a loss is meant.
const ANEW: &str = "if it is meant, end this, delete its state and begin anew";

/// What an evaluation came to.
pub enum Evaluated {
    /// Everything could be decided.
    Complete(Box<WatchEvaluation>),
    /// Something could not, so that nothing follows from what could.
    NotWhole(Vec<Diagnostic>),
    /// There is nothing any more, or was nothing from the beginning.
    Nothing(Vec<Diagnostic>),
}

/// What was decided.
pub struct WatchEvaluation {
    /// The decisions.
    pub state: State,
    /// What is known beside them.
    pub known: Known,
    /// The resources that were known and are in no inventory any more.
    pub missing: BTreeSet<ResourceKey>,
    /// What the user should know.
    pub warnings: Vec<Diagnostic>,
    /// What `onus check` finds in the policies.
    pub doubts: Vec<Diagnostic>,
}

/// Decides everything as it is now; `export` is what a command has printed.
pub fn evaluate(arguments: &WatchArgs, export: Option<&File>, before: Option<&State>) -> Evaluated {
    let mut problems = Vec::new();
    match whole(arguments, export, before, &mut problems) {
        Err(problem) => {
            problems.push(*problem);
            Evaluated::NotWhole(problems)
        }
        Ok(_) if has_error(&problems) => Evaluated::NotWhole(problems),
        Ok(mut found) => {
            let lost = lost(before, &found);
            if !lost.is_empty() {
                problems.extend(lost);
                return Evaluated::Nothing(problems);
            }
            found.warnings = problems;
            Evaluated::Complete(Box::new(found))
        }
    }
}

fn whole(
    arguments: &WatchArgs,
    export: Option<&File>,
    before: Option<&State>,
    problems: &mut Vec<Diagnostic>,
) -> Result<WatchEvaluation, Box<Diagnostic>> {
    let now = options::now(None)?;
    let config = policies::config(&arguments.policies)?;
    let selection = options::selection(&arguments.selection, &config)?;
    let aim = WatchTarget::of(arguments, &config)?;
    let folder = config.folder.clone();
    problems.extend(turned(before, &aim, &folder));
    let command = DecideCommand {
        policies: &arguments.policies,
        reading: &arguments.reading,
        config,
        now,
        selection,
        time_limit: arguments.time_limit,
        threads: arguments.threads,
    };
    let mut prepared = command.read(export, &aim.inventories)?;
    let evaluator = prepared.evaluator(|_| {});
    let inventories = &mut prepared.inventories;
    let place = folder.clone();
    let mut base = Base::new(Box::new(move |decision| {
        let resource = &decision.resource;
        let path = |file: &str| key(&place, file);
        within(&resource.source.file, resource.origin.as_deref(), path)
    }));
    let resources = inventories.contents().resources;
    let mut sizes = BTreeMap::new();
    for (file, size) in inventories.sizes() {
        *sizes.entry(key(&folder, &file)).or_default() += size;
    }
    problems.append(&mut inventories.problems);
    let origins = before.map(|state| state.origins).unwrap_or_default();
    let mut missing = Missing {
        keys: before
            .into_iter()
            .flat_map(|state| state.snapshot.resources.keys().cloned())
            .collect(),
        origins,
        key_of: Box::new(|resource| {
            let (document, _) = resource.body.start();
            let origin = evaluator.origin(resource);
            let path = |file: &str| key(&folder, file);
            let origin = within(document.name(), origin.as_deref(), path);
            origins.key(ResourceKey::within(&resource.id, origin))
        }),
    };
    let outcome = decided(&evaluator, inventories, &mut base, &mut missing)?;
    let missing = missing.keys;
    problems.extend(outcome.evaluation.problems);
    problems.append(&mut prepared.policies.problems);
    problems.extend(outcome.failures.report());
    let header = Header {
        source: aim.source(),
        policy_set: None,
        editions: evaluator
            .editions()
            .iter()
            .map(|(provider, edition)| (provider.clone(), edition.clone()))
            .collect(),
        resources,
    };
    Ok(WatchEvaluation {
        state: State {
            inventories: sizes,
            snapshot: Snapshot {
                header,
                ..base.snapshot
            },
            origins: Origins::Known,
        },
        known: base.known,
        missing,
        warnings: Vec::new(),
        doubts: prepared.warnings,
    })
}

/// The resources of the last state that have not been found again.
struct Missing<'m> {
    keys: BTreeSet<ResourceKey>,
    origins: Origins,
    /// The key of a resource in that state.
    key_of: Box<dyn Fn(&Resource) -> ResourceKey + 'm>,
}

impl Missing<'_> {
    fn found(&mut self, resource: &Resource) {
        self.keys.remove(&(self.key_of)(resource));
    }

    /// Removes all resources with decisions, among them the inventory as one, which is in no
    /// record.
    fn found_all(&mut self, snapshot: &Snapshot) {
        for key in snapshot.resources.keys() {
            self.keys.remove(&self.origins.key(key.clone()));
        }
    }
}

/// Evaluates the inventories, and removes their resources from `missing`.
fn decided(
    evaluator: &Evaluator,
    inventories: &mut Inventories,
    base: &mut Base,
    missing: &mut Missing<'_>,
) -> Result<Outcome, Box<Diagnostic>> {
    if inventories.is_in_chunks() {
        let outcome = evaluate_inventories(evaluator, inventories, base)?;
        missing.found_all(&base.snapshot);
        // A resource without a decision can still be there. To know, the files are read again.
        if !missing.keys.is_empty() {
            inventories.each_batch(&mut |batch| {
                for resource in batch.resources {
                    missing.found(resource);
                }
                Ok(())
            })?;
        }
        return Ok(outcome);
    }
    let in_memory = inventories.take_in_memory()?;
    for resource in &in_memory.resources {
        missing.found(resource);
    }
    let outcome = run_in_memory(evaluator, &in_memory, base)?;
    missing.found_all(&base.snapshot);
    Ok(outcome)
}

/// What looks as if all were mended, because there is nothing any more.
fn lost(before: Option<&State>, found: &WatchEvaluation) -> Vec<Diagnostic> {
    let now = &found.state;
    let mut problems = Vec::new();
    for (file, resources) in before.iter().flat_map(|state| &state.inventories) {
        if *resources > 0 && now.inventories.get(file) == Some(&0) {
            problems.push(
                Diagnostic::error(format!(
                    "`{file}` has no resource any more, and had {resources}"
                ))
                .help(format!("{NOTHING_THERE}; {ANEW}")),
            );
        }
    }
    if problems.is_empty() && now.snapshot.decisions() == 0 {
        problems.push(if now.snapshot.header.resources == 0 {
            Diagnostic::error("nothing was evaluated: there is no resource").help(NOTHING_THERE)
        } else {
            Diagnostic::error("nothing was evaluated: no control is selected for what is there").help(
                "loosen `--select` and `--ignore`, or give policies with `--policy`; `onus list` shows what there is",
            )
        });
    }
    problems
}

/// Files that are folders now: what is in these was never watched.
fn turned<'a>(
    before: Option<&'a State>,
    aim: &'a WatchTarget,
    folder: &'a Path,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let was_file = move |name: &&String| {
        let file = key(folder, name);
        Path::new(name).is_dir()
            && before.is_some_and(|state| state.inventories.contains_key(&file))
    };
    let turned = aim.inventories.iter().filter(was_file);
    turned.map(|name| {
        Diagnostic::error(format!("`{name}` was a file, and is a folder now"))
            .help(format!("put the inventory back; {ANEW}"))
    })
}
