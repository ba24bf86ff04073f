//! Other version of the program: it records its decisions as snapshots.

use std::path::Path;
use std::process::{Command, Stdio};

use onus::diagnostic::Diagnostic;
use onus::snapshot::{ResourceKey, Snapshot};

use crate::cli::arg_groups::{PolicyArgs, ReadingArgs};
use crate::cli::commands::diff::args::DiffArgs;
use crate::cli::commands::snapshot::files;

/// Has a program decide the inventories, with all that was said of how.
///
/// # Errors
/// It can't be run, does not decide all of them, or writes what this program can't
/// read.
pub fn decide(
    program: &Path,
    inputs: &[String],
    arguments: &DiffArgs,
) -> Result<Snapshot, Box<Diagnostic>> {
    let named = program.display();
    let folder = tempfile::tempdir().map_err(|error| {
        Box::new(
            Diagnostic::error(format!("a temporary folder can't be made: {error}"))
                .help("check the space that is left, or set TMPDIR to another folder"),
        )
    })?;
    let mut command = Command::new(program);
    command
        .args(["snapshot", "record", "--color", "never", "--dir"])
        .arg(folder.path());
    reading(&arguments.reading, &mut command);
    policies(&arguments.policies, &mut command);
    each("--select", &arguments.selection.select, &mut command);
    each("--ignore", &arguments.selection.ignore, &mut command);
    if let Some(now) = &arguments.engine.now {
        command.args(["--now", now]);
    }
    if let Some(limit) = arguments.engine.time_limit {
        command.args(["--time-limit", &limit.to_string()]);
    }
    let output = command
        .arg("--")
        .args(inputs)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            Box::new(
                Diagnostic::error(format!("`{named}` can't be run: {error}"))
                    .help("give the path of another version of onus: `--base onus:PATH`"),
            )
        })?;
    // Nothing to record is a recording of nothing.
    if !matches!(output.status.code(), Some(0 | 3)) {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().find(|line| !line.trim().is_empty());
        return Err(Box::new(
            Diagnostic::error(format!(
                "`{named}` could not decide the inventories: {}",
                first.unwrap_or("it says nothing").trim()
            ))
            .help(format!(
                "see what `{named} snapshot record` says of them; it has to be a version that has `snapshot`"
            )),
        ));
    }
    let mut all = Snapshot::default();
    for path in files::listed(folder.path(), onus::snapshot::ENDING)? {
        let Some(snapshot) = files::read(&path)? else {
            continue;
        };
        all.header
            .policy_set
            .clone_from(&snapshot.header.policy_set);
        all.header.resources += snapshot.header.resources;
        let origin = Some(snapshot.header.source.clone());
        // Which of its ids are unique within their file only, a snapshot doesn't say.
        let key = |key: ResourceKey| ResourceKey::within(key.id(), origin.clone());
        all.absorb(snapshot.with_keys(&key));
    }
    Ok(all)
}

fn reading(reading: &ReadingArgs, command: &mut Command) {
    if let Some(format) = &reading.format {
        command.args(["--format", format]);
    }
    for file in &reading.parameters {
        command.arg("--parameters").arg(file);
    }
    if let (Some(id), Some(kind)) = (&reading.id_path, &reading.type_path) {
        command.args(["--id-path", id, "--type-path", kind]);
    }
    if let Some(bytes) = reading.max_unpacked {
        command.args(["--max-unpacked", &bytes.to_string()]);
    }
}

fn policies(policies: &PolicyArgs, command: &mut Command) {
    each("--policy", &policies.paths, command);
    if policies.no_builtin {
        command.arg("--no-builtin");
    }
    for (provider, edition) in &policies.editions {
        command.args(["--edition", &format!("{provider}={edition}")]);
    }
    if let Some(config) = &policies.config {
        command.arg("--config").arg(config);
    }
}

fn each(flag: &str, words: &[String], command: &mut Command) {
    for word in words {
        command.args([flag, word]);
    }
}
