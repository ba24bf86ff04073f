//! Target of a watch: its inventories and files, from flags and the current configuration.

use std::path::{Path, PathBuf};

use onus::config::Config;
use onus::diagnostic::{Diagnostic, Level};
use onus::inventory::{Source, expand};
use onus::snapshot::{ENDING, State, file_name};
use sha2::{Digest as _, Sha256};

use crate::cli::commands::snapshot::current::beside;
use crate::cli::commands::watch::args::WatchArgs;
use crate::cli::file_watch::Places;
use crate::cli::options;

/// Where states are, beside the configuration.
const STATES: &str = ".onus/watch";

/// What is watched.
#[derive(Debug, Clone)]
pub struct WatchTarget {
    /// The inventories, as they are named.
    pub inventories: Vec<String>,
    /// Whether a command prints one more.
    pub has_export: bool,
    /// The files that have a say.
    pub places: Places,
}

impl WatchTarget {
    /// What flags and a configuration say.
    ///
    /// # Errors
    /// No inventory is named, or one that can't be read twice.
    pub fn of(arguments: &WatchArgs, config: &Config) -> Result<Self, Box<Diagnostic>> {
        let has_export = arguments.exec.is_some();
        let inventories = if has_export {
            arguments.inputs.clone()
        } else {
            options::inventories(&arguments.inputs, config, "watch")?
        };
        if inventories.iter().any(|name| name == "-") {
            return Err(Box::new(
                Diagnostic::error("standard input can be read only once, so it can't be watched")
                    .help("write the inventory to a file and name that"),
            ));
        }
        let policies = if arguments.policies.paths.is_empty() {
            let paths = config.policies.iter();
            paths.map(|path| config.path(path)).collect()
        } else {
            arguments.policies.paths.clone()
        };
        let mut files = arguments.reading.parameters.clone();
        files.push(config_file(arguments));
        Ok(Self {
            places: Places {
                policies,
                inventories: inventories.clone(),
                files,
            },
            inventories,
            has_export,
        })
    }

    /// What is named and not there: at a first start, that is a slip.
    pub fn missing(&self) -> Vec<Diagnostic> {
        let mut problems = expand(&self.inventories).1;
        problems.retain(|problem| problem.level == Level::Error);
        let is_there =
            |path: &&String| Path::new(path).exists() || path.contains(['*', '?', '[', '{']);
        let policies = self.places.policies.iter();
        problems.extend(policies.filter(|path| !is_there(path)).map(|path| {
            Diagnostic::error(format!("there is no file or folder `{path}`"))
                .help("name the policies to add with `--policy`, or in onus.toml")
        }));
        problems
    }

    /// Holds the inventories to those of a state that is named: it was of the same
    /// words, or of one of the same files.
    ///
    /// # Errors
    /// It is of others, and everything would be new, and everything known gone.
    pub fn is_of(&self, state: &State, config: &Config) -> Result<(), Box<Diagnostic>> {
        let source = &state.snapshot.header.source;
        let mut files = expand(&self.inventories).0;
        files.extend(self.has_export.then_some(Source::Export));
        let is_known = |file: &Source| {
            state
                .inventories
                .contains_key(&key(&config.folder, &file.name()))
        };
        if self.source() == *source || files.is_empty() || files.iter().any(is_known) {
            return Ok(());
        }
        Err(Box::new(
            Diagnostic::error(format!(
                "the state is of `{source}`, and `{}` is to be watched",
                self.source()
            ))
            .help("give each a state of its own with `--state`, or leave it out"),
        ))
    }

    /// The inventories in a text.
    pub fn source(&self) -> String {
        let export = self.has_export.then(|| Source::Export.name());
        let all: Vec<String> = export.into_iter().chain(self.inventories.clone()).collect();
        all.join(",")
    }

    /// Where the state is, unless told: inventories that are named have one for each way
    /// to name them, so that two watches in one folder don't disturb each other.
    pub fn state(&self, arguments: &WatchArgs, config: &Config) -> PathBuf {
        let named = arguments.inputs.iter();
        let mut names: Vec<String> = named.map(|name| key(&config.folder, name)).collect();
        if let Some(command) = &arguments.exec {
            // What it says belongs to nobody who lists files.
            let digest = Sha256::digest(command.as_bytes());
            let digest: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
            names.insert(0, format!("exec-{digest}"));
        }
        let source = if names.is_empty() {
            Config::FILE.to_owned()
        } else {
            names.join(",")
        };
        let name = file_name(&source);
        let name = name.strip_suffix(ENDING).unwrap_or(&name);
        PathBuf::from(config.path(&format!("{STATES}/{name}.state")))
    }
}

/// What a state calls an inventory file.
pub fn key(folder: &Path, file: &str) -> String {
    if file == Source::EXPORT {
        file.to_owned()
    } else {
        beside(folder, Path::new(file))
    }
}

fn config_file(arguments: &WatchArgs) -> PathBuf {
    let named = arguments.policies.config.clone();
    named.unwrap_or_else(|| PathBuf::from(Config::FILE))
}
