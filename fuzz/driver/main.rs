//! Checks properties for many inputs, on stable Rust, the same inputs every time.
//!
//! Inputs are run in a process of their own, so that one that ends it (a stack overflow,
//! memory that runs out) or never comes back is found and written down like any other.

mod arguments;
mod inputs;
mod journal;
mod worker;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use onus_properties::{PROPERTIES, Property, property, root};

use arguments::{Action, Arguments, USAGE};
use journal::Journal;

fn main() -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)) {
        Err(message) => {
            eprintln!("{message}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Ok(arguments) => match &arguments.action {
            Action::List => {
                for property in PROPERTIES {
                    println!("{:12} {}", property.name, property.promise);
                }
                ExitCode::SUCCESS
            }
            Action::Corpus(folder) => write_corpus(folder),
            Action::Input(file) => run_input(&arguments, file),
            Action::Work => worker::work(&arguments),
            Action::Drive => drive(&arguments),
        },
    }
}

/// Runs a worker for each property, and prints what it found.
fn drive(arguments: &Arguments) -> ExitCode {
    let mut faults = 0_usize;
    let mut all = 0;
    let started = Instant::now();
    for property in arguments.properties() {
        let began = Instant::now();
        let journal = std::env::temp_dir().join(format!(
            "onus-properties-{}-{}",
            std::process::id(),
            property.name
        ));
        let found = supervise(arguments, property, &journal);
        drop(std::fs::remove_file(&journal));
        match found {
            Ok(found) => {
                let seconds = began.elapsed().as_secs_f64();
                println!(
                    "{:12} {:>9} inputs in {seconds:>6.1} s, {:>8.0} a second, {} faults",
                    property.name,
                    found.inputs,
                    found.inputs as f64 / seconds,
                    found.faults
                );
                faults += found.faults;
                all += found.inputs;
            }
            Err(message) => {
                eprintln!("{}: {message}", property.name);
                return ExitCode::from(2);
            }
        }
    }
    println!(
        "{all} inputs of seed {} in {:.1} s, {faults} faults",
        arguments.seed,
        started.elapsed().as_secs_f64()
    );
    match faults {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// What came of a property.
struct Found {
    inputs: u64,
    faults: usize,
}

/// Starts workers until all inputs have been run: one that ends before it should is
/// followed by one that begins behind the inputs that it was at.
fn supervise(arguments: &Arguments, property: &Property, journal: &Path) -> Result<Found, String> {
    /// A kind of input that ends the process is found again and again.
    const MOST_DEATHS: usize = 20;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut from = arguments.from;
    let mut faults = 0;
    let end = arguments.from + arguments.count;
    while from < end {
        let output = Command::new(&program)
            .args(arguments.for_worker(property.name, from, end - from, journal))
            .output()
            .map_err(|error| error.to_string())?;
        let printed = String::from_utf8_lossy(&output.stdout);
        faults += printed
            .lines()
            .filter(|line| line.starts_with("FAULT"))
            .count();
        print!("{printed}");
        if output.status.success() {
            from = end;
            break;
        }
        let words = String::from_utf8_lossy(&output.stderr);
        let words = words.trim().lines().last().unwrap_or_default();
        let at = Journal::read(journal);
        if at.is_empty() {
            return Err(format!("the worker ended with {}: {words}", output.status));
        }
        for number in &at {
            let input = inputs::input(property, arguments.seed, *number);
            let path = inputs::keep(property.name, &input);
            println!(
                "FAULT {}: the process ended ({}, {words}) at or next to input {number} of seed {}: {path}",
                property.name, output.status, arguments.seed
            );
        }
        faults += 1;
        from = at.iter().max().map_or(end, |last| last + 1);
        if faults >= MOST_DEATHS {
            println!("{}: no more is tried after {faults} faults", property.name);
            break;
        }
    }
    Ok(Found {
        inputs: from.min(end) - arguments.from,
        faults,
    })
}

/// Writes what fuzzers start from: a folder for each property.
fn write_corpus(folder: &std::path::Path) -> ExitCode {
    for property in PROPERTIES {
        let folder = folder.join(property.name);
        let written = std::fs::create_dir_all(&folder).and_then(|()| {
            let made = (0..64).map(|number| inputs::input(property, 1, number));
            let seeds = property.seeds().iter().cloned();
            seeds
                .chain(made)
                .enumerate()
                .try_for_each(|(number, seed)| {
                    std::fs::write(folder.join(format!("seed-{number:04}")), seed)
                })
        });
        if let Err(error) = written {
            eprintln!("`{}` can't be written: {error}", folder.display());
            return ExitCode::from(2);
        }
    }
    println!("{}", folder.display());
    ExitCode::SUCCESS
}

/// Runs one input that was kept.
fn run_input(arguments: &Arguments, file: &std::path::Path) -> ExitCode {
    let path = if file.exists() {
        file.to_owned()
    } else {
        root().join(file)
    };
    match (
        std::fs::read(&path),
        arguments.only.first().map(|name| property(name)),
    ) {
        (Ok(bytes), Some(Some(property))) => {
            println!("{:?}", String::from_utf8_lossy(&bytes));
            (property.check)(&bytes);
            println!("{} holds", property.name);
            ExitCode::SUCCESS
        }
        (Err(error), _) => {
            eprintln!("`{}` can't be read: {error}", file.display());
            ExitCode::from(2)
        }
        (Ok(_), _) => {
            eprintln!("name the property whose input it is\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}
