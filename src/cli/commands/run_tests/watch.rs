//! `onus test --watch`: runs again after every change of a file.

use std::io::{self, Write as _};
use std::path::PathBuf;

use onus::config::Config;
use onus::diagnostic::Diagnostic;

use crate::cli::arg_groups::Color;
use crate::cli::commands::run_tests::{Format, Output, TestArgs, policies};
use crate::cli::exit::Exit;
use crate::cli::file_watch::{Files, Notices, Places, Until, Woken, changes, count};
use crate::cli::terminal;

/// Refuses what makes no sense for a run without an end.
pub fn sensible(outputs: &[Output]) -> Result<(), Box<Diagnostic>> {
    match outputs
        .iter()
        .find(|output| output.format != Format::Pretty)
    {
        Some(_) => Err(Box::new(
            Diagnostic::error(
                "`--watch` writes for people, and has no end that a program could wait for",
            )
            .help("leave `--watch` or `--output` out"),
        )),
        None => Ok(()),
    }
}

/// Runs the tests now and after each change, until nobody reads any more.
pub fn watch(arguments: &TestArgs, mut run: impl FnMut() -> Exit) -> Exit {
    loop {
        // What changes while the tests run is seen afterwards.
        let places = places(arguments);
        let notices = Notices::of(&places);
        let before = places.look();
        let exit = run();
        if say(&watching(&places, &before), arguments.color).is_err() {
            return exit;
        }
        let until = Until {
            stopped: &|| false,
            due: None,
        };
        let Woken::Changed(after) = notices.wait(&places, &before, &until) else {
            return exit;
        };
        if say(&changed(&before, &after), arguments.color).is_err() {
            return exit;
        }
    }
}

fn say(line: &str, color: Color) -> io::Result<()> {
    let mut out = terminal::stdout(color);
    writeln!(out, "{line}")?;
    out.flush()
}

fn watching(places: &Places, files: &Files) -> String {
    let paths: Vec<String> = places
        .policies
        .iter()
        .map(|path| format!("`{}`", onus::report::clean(path)))
        .collect();
    let count = count(files);
    let word = if count == 1 { "file" } else { "files" };
    format!(
        "watching {count} {word} under {}; ctrl-c to stop",
        paths.join(", ")
    )
}

/// The line between two runs.
fn changed(before: &Files, after: &Files) -> String {
    let mut said = changes(before, after).into_iter();
    let first = said.next().unwrap_or_default();
    match said.count() {
        0 => format!("\n--- {first}"),
        more => format!("\n--- {first}, and {more} more"),
    }
}

/// The configuration may say where the policies are; as long as it can't be read, they
/// are where they are without one.
fn places(arguments: &TestArgs) -> Places {
    let config = policies::config_of(arguments.config.as_deref());
    Places {
        policies: policies::named(&arguments.paths, &config.unwrap_or_default()),
        inventories: Vec::new(),
        files: vec![
            arguments
                .config
                .clone()
                .unwrap_or_else(|| PathBuf::from(Config::FILE)),
        ],
    }
}
