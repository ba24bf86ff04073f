//! Output formats of commands, and the files that outputs go to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use onus::diagnostic::Diagnostic;
pub use onus::report::Format;
use onus::report::{Command, FORMATS, Setting, Time};

/// Where one report goes, and in which format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output<F = Format> {
    /// The format.
    pub format: F,
    /// The file; none for standard output.
    pub file: Option<PathBuf>,
}

/// What `--help` says of `-o`.
pub fn outputs_help() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    format!(
        "{}; to standard output or to a file; repeatable [default: pretty]",
        names.join(", ")
    )
}

/// Reads the `FORMAT[=FILE]` options of reports.
pub fn outputs(texts: &[String]) -> Result<Vec<Output>, Box<Diagnostic>> {
    let all: Vec<(&'static str, Format)> = FORMATS
        .iter()
        .map(|format| (format.name, format.format()))
        .collect();
    outputs_of(texts, &all, Format::Pretty)
}

/// The setting of formats for other programs. Paths are relative to the current folder,
/// or absolute if it no longer exists.
pub fn setting(command: Command, time: Time, file: Option<&Path>) -> Setting {
    Setting {
        command,
        base: std::env::current_dir().unwrap_or_default(),
        time,
        existing: file.and_then(step_summary).unwrap_or_default(),
    }
}

/// The content of the summary of a GitHub step: commands of one step share the file, and
/// each adds its part. Any other file is overwritten.
fn step_summary(file: &Path) -> Option<Vec<u8>> {
    let summary = std::env::var_os("GITHUB_STEP_SUMMARY")?;
    let is_it = Path::new(&summary) == file && file.is_file();
    is_it.then(|| std::fs::read(file).ok()).flatten()
}

/// Reads `FORMAT[=FILE]` options, with the formats that there are, and the one that
/// applies when there is no option.
pub fn outputs_of<F: Copy>(
    texts: &[String],
    all: &[(&'static str, F)],
    default: F,
) -> Result<Vec<Output<F>>, Box<Diagnostic>> {
    let mut outputs = Vec::new();
    for text in texts {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text.as_str(), None),
        };
        let known = all.iter().find(|(known, _)| *known == name);
        let Some((_, format)) = known else {
            let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
            let help = onus::nearest(name, names.iter().copied()).map_or_else(
                || format!("it is one of {}", names.join(", ")),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            return Err(Box::new(
                Diagnostic::error(format!("there is no output format `{name}`")).help(help),
            ));
        };
        outputs.push(Output {
            format: *format,
            file,
        });
    }
    if outputs.is_empty() {
        outputs.push(Output {
            format: default,
            file: None,
        });
    }
    if outputs
        .iter()
        .filter(|output| output.file.is_none())
        .count()
        > 1
    {
        return Err(Box::new(
            Diagnostic::error("two reports can't both go to standard output")
                .help("send all but one to a file: `-o json=decisions.json`"),
        ));
    }
    let mut files = BTreeSet::new();
    for file in outputs.iter().filter_map(|output| output.file.as_ref()) {
        if !files.insert(file) {
            return Err(Box::new(
                Diagnostic::error(format!("two reports can't both go to `{}`", file.display()))
                    .help("send each to a file of its own"),
            ));
        }
    }
    Ok(outputs)
}
