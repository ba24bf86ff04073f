//! Current decisions, as snapshots.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use onus::decision::Decision;
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{Documents, Observer, Progress, has_error, run as evaluate_inventories};
use onus::snapshot::{Header, Snapshot, file_name};

use crate::cli::commands::snapshot::args::TakingArgs;
use crate::cli::commands::snapshot::files::folder;
use crate::cli::decide_command::DecideCommand;
use crate::cli::{options, policies, progress};

/// The decisions about the resources of an inventory.
pub struct Taken {
    /// The inventory, as it was named.
    pub inventory: String,
    /// Where its snapshot is.
    pub path: PathBuf,
    /// The decisions.
    pub snapshot: Snapshot,
}

/// All inventories of a run.
pub struct Run {
    /// By their snapshots' files.
    pub taken: Vec<Taken>,
    /// The folder of the snapshots.
    pub folder: PathBuf,
}

/// Collects decisions by the file that they are about.
#[derive(Default)]
struct Collected {
    snapshots: BTreeMap<String, Snapshot>,
}

impl Observer for Collected {
    fn progress(&mut self, resources: usize) -> Progress {
        progress::bar(resources)
    }

    fn decisions(
        &mut self,
        decisions: &mut [Decision],
        _: &Documents,
    ) -> Result<(), Box<Diagnostic>> {
        for decision in decisions {
            let file = &decision.resource.source.file;
            match self.snapshots.get_mut(file) {
                Some(snapshot) => snapshot.add(decision),
                None => {
                    let mut snapshot = Snapshot::default();
                    snapshot.add(decision);
                    self.snapshots.insert(file.clone(), snapshot);
                }
            }
        }
        Ok(())
    }
}

/// Decides the inventories; none when not everything could be read and decided, which
/// the problems then say. A part of the decisions is no snapshot.
pub fn take(
    arguments: &TakingArgs,
    problems: &mut Vec<Diagnostic>,
) -> Result<Option<Run>, Box<Diagnostic>> {
    let now = options::now(arguments.engine.now.as_deref())?;
    let config = policies::config(&arguments.policies)?;
    let selection = options::selection(&arguments.selection, &config)?;
    let named = options::inventories(&arguments.inputs, &config, "snapshot")?;
    if named.iter().any(|name| name == "-") {
        return Err(Box::new(
            Diagnostic::error("standard input has no name that its snapshot could be called by")
                .help("write the inventory to a file and name that"),
        ));
    }
    let command = DecideCommand {
        policies: &arguments.policies,
        reading: &arguments.reading,
        config,
        now,
        selection,
        time_limit: arguments.engine.time_limit,
        threads: arguments.engine.threads,
    };
    let mut prepared = command.read(None, &named)?;
    prepared.print_warnings(arguments.color);
    let evaluator = prepared.evaluator(|_| {});
    let mut collected = Collected::default();
    let sizes: HashMap<String, usize> = prepared.inventories.sizes().into_iter().collect();
    for file in sizes.keys() {
        collected.snapshots.entry(file.clone()).or_default();
    }
    let outcome = evaluate_inventories(&evaluator, &mut prepared.inventories, &mut collected)?;
    problems.extend(outcome.evaluation.problems);
    problems.append(&mut prepared.policies.problems);
    problems.append(&mut prepared.inventories.problems);
    problems.extend(outcome.failures.report());
    if has_error(problems) {
        return Ok(None);
    }
    let header = Header {
        policy_set: None,
        editions: evaluator
            .editions()
            .iter()
            .map(|(provider, edition)| (provider.clone(), edition.clone()))
            .collect(),
        ..Header::default()
    };
    let folder = folder(arguments.dir.as_deref(), &prepared.policies.config)?;
    let taken = collected.snapshots.into_iter().map(|(file, mut snapshot)| {
        let source = beside(&prepared.policies.config.folder, Path::new(&file));
        snapshot.header = Header {
            resources: sizes
                .get(&file)
                .copied()
                .unwrap_or(snapshot.resources.len()),
            source: source.clone(),
            ..header.clone()
        };
        Taken {
            inventory: file,
            path: folder.join(file_name(&source)),
            snapshot,
        }
    });
    Ok(Some(Run {
        taken: taken.collect(),
        folder: folder.clone(),
    }))
}

/// A path as it is seen from a folder, with `/` between its parts, so that it is the
/// same on every machine.
pub fn beside(folder: &Path, file: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let parts = |path: &Path| -> Vec<String> {
        path.components()
            .filter(|part| !matches!(part, Component::CurDir))
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect()
    };
    let (Ok(from), Ok(to)) = (folder.canonicalize(), absolute(file)) else {
        return parts(file).join("/");
    };
    let (from, to) = (parts(&from), parts(&to));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    std::iter::repeat_n("..", from.len() - common)
        .chain(to.iter().skip(common).map(String::as_str))
        .collect::<Vec<_>>()
        .join("/")
}

/// Where a file is by the folder that it is called in: a link keeps its own name.
fn absolute(file: &Path) -> std::io::Result<PathBuf> {
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = folder.canonicalize()?;
    Ok(file
        .file_name()
        .map_or_else(|| folder.clone(), |name| folder.join(name)))
}
