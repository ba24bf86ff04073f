//! The arguments of the driver.

use std::path::{Path, PathBuf};

use onus_properties::{PROPERTIES, Property};

/// How to call the driver.
pub const USAGE: &str = "\
usage: properties [--count N] [--seed S] [--from N] [--threads T] [PROPERTY...]
       properties --list
       properties --corpus FOLDER
       properties --input FILE PROPERTY";

/// What is asked for.
#[derive(Debug)]
pub struct Arguments {
    /// What to do.
    pub action: Action,
    /// How many inputs of each property.
    pub count: u64,
    /// What inputs are made of; the same for the same seed.
    pub seed: u64,
    /// The number of the first input.
    pub from: u64,
    /// Threads of a worker.
    pub threads: usize,
    /// Properties by name; all when there is none.
    pub only: Vec<String>,
    /// Where a worker writes which inputs it is at.
    pub journal: PathBuf,
}

/// What to do.
#[derive(Debug)]
pub enum Action {
    /// Check properties.
    Drive,
    /// Check one property, in a process that may end.
    Work,
    /// Print the properties.
    List,
    /// Write what fuzzers start from.
    Corpus(PathBuf),
    /// Run one input.
    Input(PathBuf),
}

impl Arguments {
    /// Reads arguments.
    ///
    /// # Errors
    /// One is not known, or lacks its value.
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut arguments = Self {
            action: Action::Drive,
            count: 10_000,
            seed: 1,
            from: 0,
            threads: cores,
            only: Vec::new(),
            journal: PathBuf::new(),
        };
        let mut words = words;
        while let Some(word) = words.next() {
            let mut value = || {
                let value = words.next();
                value.ok_or_else(|| format!("`{word}` needs a value"))
            };
            match word.as_str() {
                "--list" => arguments.action = Action::List,
                "--corpus" => arguments.action = Action::Corpus(value()?.into()),
                "--input" => arguments.action = Action::Input(value()?.into()),
                "--worker" => {
                    arguments.action = Action::Work;
                    arguments.journal = value()?.into();
                }
                "--count" => arguments.count = number(&value()?)?,
                "--seed" => arguments.seed = number(&value()?)?,
                "--from" => arguments.from = number(&value()?)?,
                "--threads" => {
                    arguments.threads = usize::try_from(number(&value()?)?.max(1)).unwrap_or(1);
                }
                name if PROPERTIES.iter().any(|property| property.name == name) => {
                    arguments.only.push(word);
                }
                _ => return Err(format!("`{word}` is neither a property nor an option")),
            }
        }
        Ok(arguments)
    }

    /// The properties that are asked for.
    pub fn properties(&self) -> impl Iterator<Item = &'static Property> {
        PROPERTIES.iter().filter(|property| {
            self.only.is_empty() || self.only.iter().any(|name| name == property.name)
        })
    }

    /// The arguments of a worker for one property and some inputs.
    pub fn for_worker(&self, name: &str, from: u64, count: u64, journal: &Path) -> Vec<String> {
        [
            "--worker",
            &journal.display().to_string(),
            "--seed",
            &self.seed.to_string(),
            "--from",
            &from.to_string(),
            "--count",
            &count.to_string(),
            "--threads",
            &self.threads.to_string(),
            name,
        ]
        .map(str::to_owned)
        .to_vec()
    }
}

fn number(word: &str) -> Result<u64, String> {
    let digits = word.replace('_', "");
    digits
        .parse()
        .map_err(|_| format!("`{word}` is not a number"))
}
