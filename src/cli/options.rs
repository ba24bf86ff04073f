//! What `onus eval` was asked to do: flags over environment over file, checked.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use onus::config::Config;
use onus::diagnostic::Diagnostic;
use onus::policy::{Selection, Selector};
pub use onus::report::Format;
use onus::report::{Command, FORMATS, Setting, Time};
use onus::waiver::Waiver;

use crate::cli::arg_groups::{SelectionArgs, WaiverArgs};

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

/// The time of formats that name an instant: what `--now` says, or else the clock's.
pub fn time(now: Option<&str>) -> Result<Time, Box<Diagnostic>> {
    match now {
        Some(_) => Ok(Time::Fixed(crate::cli::options::now(now)?.timestamp)),
        None => Ok(Time::Clock(Timestamp::now)),
    }
}

/// Reads `FORMAT[=FILE]` options, with the formats that there are, and the one that
/// is meant when there is no option.
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

/// The inventories that are named, or those of the configuration; `command` is what
/// asks for them.
pub fn inventories(
    named: &[String],
    config: &Config,
    command: &str,
) -> Result<Vec<String>, Box<Diagnostic>> {
    let named: Vec<String> = if named.is_empty() {
        config.inputs.iter().map(|path| config.path(path)).collect()
    } else {
        named.to_vec()
    };
    if named.is_empty() {
        return Err(Box::new(
            Diagnostic::error("no inventory was given").help(format!(
                "name one, as in `onus {command} inventory.json`, or list `inputs` in onus.toml; `onus {command} --help` shows more"
            )),
        ));
    }
    Ok(named)
}

/// Reads `--select` and `--ignore`, or what the file says of them.
pub fn selection(arguments: &SelectionArgs, config: &Config) -> Result<Selection, Box<Diagnostic>> {
    let words =
        |flags: &[String], file: &[String]| selectors(if flags.is_empty() { file } else { flags });
    Ok(Selection {
        select: words(&arguments.select, &config.select)?,
        ignore: words(&arguments.ignore, &config.ignore)?,
    })
}

/// The accepted denials of the configuration and of the files that are named.
pub fn waivers(arguments: &WaiverArgs, config: &Config) -> Result<Vec<Waiver>, Box<Diagnostic>> {
    if arguments.no_waivers {
        return Ok(Vec::new());
    }
    let mut waivers = config.waivers.clone();
    for file in &arguments.files {
        waivers.extend(Config::read_waivers(file)?);
    }
    Ok(waivers)
}

/// Reads words that select controls.
pub fn selectors(words: &[String]) -> Result<Vec<Selector>, Box<Diagnostic>> {
    words.iter().map(|word| selector(word.trim())).collect()
}

/// Reads a word that selects controls.
pub fn selector(word: &str) -> Result<Selector, Box<Diagnostic>> {
    Selector::parse(word).map_err(|error| {
        Box::new(
            Diagnostic::error(format!(
                "`{word}` is not a control, severity or layer: {error}"
            ))
            .help("give a control id or a glob over ids such as `AZ-STORAGE-*`"),
        )
    })
}

/// The run's one instant.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The instant.
    pub timestamp: Timestamp,
    /// Nanoseconds since 1970, for policies.
    pub nanoseconds: i64,
    /// The day in UTC, for waivers.
    pub date: Date,
}

/// Reads `--now`: a date (its first instant in UTC) or a timestamp; the clock
/// when it is not given.
pub fn now(text: Option<&str>) -> Result<Now, Box<Diagnostic>> {
    let timestamp = match text {
        None => Timestamp::now(),
        Some(text) => text
            .parse::<Timestamp>()
            .or_else(|_| {
                text.parse::<Date>()
                    .and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC))
                    .map(|zoned| zoned.timestamp())
            })
            .map_err(|_| {
                Box::new(
                    Diagnostic::error(format!("`{text}` is not a time"))
                        .help("write it as 2026-11-21 or 2026-11-21T08:00:00Z"),
                )
            })?,
    };
    let nanoseconds = i64::try_from(timestamp.as_nanosecond()).map_err(|_| {
        Box::new(
            Diagnostic::error("the time is out of range")
                .help("policies count nanoseconds in 64 bits, which ends in the year 2262"),
        )
    })?;
    Ok(Now {
        timestamp,
        nanoseconds,
        date: timestamp.to_zoned(jiff::tz::TimeZone::UTC).date(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_first_instant() {
        let now = now(Some("1970-01-02")).unwrap();
        assert_eq!(now.nanoseconds, 86_400_000_000_000);
        assert_eq!(now.date.to_string(), "1970-01-02");
    }

    #[test]
    fn nonsense_is_no_time() {
        assert!(crate::cli::options::now(Some("soon")).is_err());
    }
}
