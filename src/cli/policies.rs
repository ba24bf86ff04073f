//! Policies and configuration, from the argument group that commands share.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use onus::config::Config;
use onus::diagnostic::Diagnostic;
use onus::engine::{EngineError, Value};
use onus::evaluate::run::Contents;
use onus::evaluate::{Editions, Options};
use onus::policy::{
    Disk, Loaded, Origin, Parsed, PolicySet, PolicySources, RunTypes, Selection, Settings,
    SourceId, TestSet, Tree, builtin,
};

use crate::cli::arg_groups::PolicyArgs;

/// What the shared group stands for.
pub struct Policies {
    /// The configuration file's content.
    pub config: Config,
    /// What was loaded.
    pub set: PolicySet,
    /// What was parsed for it.
    pub parsed: Parsed,
    /// What could not be, as problems.
    pub problems: Vec<Diagnostic>,
    /// The policy files that may say something else than the embedded catalogue.
    may_override: BTreeSet<SourceId>,
    sources: PolicySources,
    settings: Settings,
}

impl Policies {
    /// The edition of each provider: that of the flags, or of the configuration.
    pub fn editions(&self, arguments: &PolicyArgs) -> Editions {
        let mut editions = self.config.editions.clone();
        editions.extend(arguments.editions.iter().cloned());
        editions
    }

    /// What a run over inventories is about, as far as flags and configuration say it
    /// for all commands.
    pub fn options(&self, arguments: &PolicyArgs, selection: Selection) -> Options {
        Options {
            selection,
            editions: self.editions(arguments),
            may_override: self.may_override.clone(),
            owners: self.config.owners(),
            origins: self.config.origins(),
            claims: self.config.claim_rules(),
            collections: self.config.collections(),
            ..Options::default()
        }
    }

    /// The same policies, to ask about their parts.
    pub fn parts(&self) -> Result<TestSet, Box<Diagnostic>> {
        TestSet::of_run(&self.sources, &self.settings).map_err(not_prepared)
    }
}

fn not_prepared(error: EngineError) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(format!("the policies can't be prepared: {error}"))
            .help("leave out the policy that was added last and try again"),
    )
}

/// Reads the configuration: the file that is named, or `onus.toml` if it exists.
pub fn config(arguments: &PolicyArgs) -> Result<Config, Box<Diagnostic>> {
    config_of(arguments.config.as_deref())
}

/// The same, for commands that take no other policies.
pub fn config_of(file: Option<&Path>) -> Result<Config, Box<Diagnostic>> {
    match file {
        Some(path) => Config::read(path),
        None if Path::new(Config::FILE).exists() => Config::read(Path::new(Config::FILE)),
        None => Ok(Config::default()),
    }
}

/// The folder that authors keep their policies in.
const FOLDER: &str = "policies";

/// Where an author's policies are: what is named, or what the configuration names, or
/// the usual folder, or here.
pub fn named(paths: &[String], config: &Config) -> Vec<String> {
    if !paths.is_empty() {
        return paths.to_vec();
    }
    if !config.policies.is_empty() {
        return config
            .policies
            .iter()
            .map(|path| config.path(path))
            .collect();
    }
    let folder = if Path::new(FOLDER).is_dir() {
        FOLDER
    } else {
        "."
    };
    vec![folder.to_owned()]
}

/// The files that `may-override` names. It takes paths and no globs: each file that may
/// speak instead of the catalogue is there by its own name.
fn may_override(config: &Config, sources: &PolicySources) -> (BTreeSet<SourceId>, Vec<Diagnostic>) {
    let mut allowed = BTreeSet::new();
    let mut unknown = Vec::new();
    for named in &config.may_override {
        let path = config.path(named);
        let is_named = |source: &SourceId| {
            source.origin() == Origin::User && is_same(Path::new(&path), Path::new(source.path()))
        };
        let files = sources.files.iter().map(|file| &file.source);
        let found: Vec<&SourceId> = files.filter(|source| is_named(source)).collect();
        if found.is_empty() {
            unknown.push(
                Diagnostic::warning(format!(
                    "`may-override` names `{named}`, which is no policy file of this run"
                ))
                .help("give the path of one policy file, relative to onus.toml; remove the entry if the file is gone, so that no later file takes its place"),
            );
        }
        allowed.extend(found.into_iter().cloned());
    }
    (allowed, unknown)
}

/// Whether two paths lead to the same file. Files of a revision have no place on the
/// disk, so their paths are compared as they are written.
fn is_same(one: &Path, other: &Path) -> bool {
    let parts = |path: &Path| -> Vec<PathBuf> {
        let parts = path.components();
        parts
            .filter(|part| *part != Component::CurDir)
            .map(|part| PathBuf::from(part.as_os_str()))
            .collect()
    };
    parts(one) == parts(other)
        || one
            .canonicalize()
            .is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// What the inventories of a run are about.
fn run_types(contents: &Contents) -> RunTypes {
    let kinds = contents.collected.all().iter().chain(&contents.subjects);
    RunTypes {
        kinds: kinds.cloned().collect(),
        providers: contents.providers.iter().cloned().collect(),
    }
}

/// Loads policies: those that are named, and of the embedded catalogue what the
/// inventories and these policies need, or all of it when there are no inventories to ask.
pub fn load(
    arguments: &PolicyArgs,
    config: Config,
    contents: Option<&Contents>,
    limit_ms: Option<u64>,
    now: i64,
) -> Result<Policies, Box<Diagnostic>> {
    load_of(&Disk, arguments, config, contents, limit_ms, now)
}

/// The same, with the files of a tree.
pub fn load_of(
    tree: &dyn Tree,
    arguments: &PolicyArgs,
    config: Config,
    contents: Option<&Contents>,
    limit_ms: Option<u64>,
    now: i64,
) -> Result<Policies, Box<Diagnostic>> {
    let mut sources = PolicySources::default();
    let with_builtin = !arguments.no_builtin && config.builtin.unwrap_or(true);
    if with_builtin {
        sources.files = builtin();
        sources.run = contents.map(run_types);
    }
    if arguments.paths.is_empty() {
        for path in &config.policies {
            sources.add_path_of(&config.path(path), tree);
        }
    } else {
        for path in &arguments.paths {
            sources.add_path_of(path, tree);
        }
    }
    let settings = Settings {
        limit: limit_ms
            .or(config.time_limit_ms)
            .map_or(Settings::LIMIT, Duration::from_millis),
        now,
        params: Value::from(&toml::Value::Table(config.params.clone())),
        own_catalogue: !with_builtin,
        check_builtin: false,
    };
    let Loaded {
        set,
        errors,
        parsed,
    } = PolicySet::load(&sources, &settings).map_err(not_prepared)?;
    let (may_override, unknown) = may_override(&config, &sources);
    Ok(Policies {
        config,
        set,
        parsed,
        problems: errors
            .iter()
            .map(onus::policy::LoadError::problem)
            .chain(unknown)
            .collect(),
        may_override,
        sources,
        settings,
    })
}
