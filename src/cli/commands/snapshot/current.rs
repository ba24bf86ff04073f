//! The decisions of this run, as snapshots.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use onus::decision::Decision;
use onus::diagnostic::{Diagnostic, Level};
use onus::document::Document;
use onus::evaluate::{Evaluator, Options};
use onus::report::Filter;
use onus::snapshot::{Header, Snapshot, file_name};

use crate::cli::args::TakingArgs;
use crate::cli::commands::eval::{Aside, Failures, Taking, decide};
use crate::cli::commands::snapshot::folder;
use crate::cli::{inventories, options, policies, policy_warnings};

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
    failures: Failures,
}

impl Taking for Collected {
    fn take(
        &mut self,
        decisions: &mut [Decision],
        _: &HashMap<String, Arc<Document>>,
    ) -> Result<(), Box<Diagnostic>> {
        self.failures.count(decisions);
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
    let mut inventory = inventories::read(&named, &arguments.reading);
    let mut loaded = policies::load(
        &arguments.policies,
        config,
        Some(&inventory.contents),
        arguments.engine.time_limit,
        now.nanoseconds,
    )?;
    let doubts = policy_warnings::find(&mut loaded, Some(&inventory));
    policy_warnings::say(&doubts, &arguments.policies, arguments.color);
    let evaluator = Evaluator::new(
        &loaded.set,
        Options {
            threads: arguments.engine.threads.map(usize::from),
            ..loaded.options(&arguments.policies, selection)
        },
    );
    let mut collected = Collected::default();
    for (file, _) in inventory.sizes() {
        collected.snapshots.entry(file).or_default();
    }
    let sizes: HashMap<String, usize> = inventory.sizes().into_iter().collect();
    let nobody = Filter::default();
    let mut aside = Aside::new(&loaded.set, None, nobody, Vec::new(), arguments.color);
    let evaluation = decide(&evaluator, &mut inventory, &mut collected, &mut aside)?;
    problems.extend(evaluation.problems);
    problems.append(&mut loaded.problems);
    problems.append(&mut inventory.problems);
    problems.extend(collected.failures.report(problems));
    if problems.iter().any(|problem| problem.level == Level::Error) {
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
    let folder = folder(arguments.dir.as_deref(), &loaded.config)?;
    let taken = collected.snapshots.into_iter().map(|(file, mut snapshot)| {
        let source = beside(&loaded.config.folder, Path::new(&file));
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
