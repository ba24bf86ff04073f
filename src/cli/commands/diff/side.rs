//! Side of a diff: its configuration and policies, ready to evaluate.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use onus::config::Config;
use onus::diagnostic::{Diagnostic, Level};
use onus::document::{Document, read_text};
use onus::evaluate::run::Contents;
use onus::evaluate::{Evaluator, Options};
use onus::policy::{Disk, Place, Selection, Tree};

use crate::cli::arg_groups::PolicyArgs;
use crate::cli::commands::diff::args::DiffArgs;
use crate::cli::commands::diff::base_spec::Against;
use crate::cli::git::{Repository, Revision};
use crate::cli::options;
use crate::cli::policies;
use crate::cli::policies::Policies;

/// A side of a diff.
pub struct Side {
    /// What it is called.
    pub name: String,
    /// Its policies, with its configuration.
    pub loaded: Policies,
    /// The flags that hold for it.
    flags: PolicyArgs,
    selection: Selection,
    threads: Option<usize>,
}

/// What a side decides with, before the inventories are known.
pub struct Settled {
    against: Against,
    flags: PolicyArgs,
    /// The configuration.
    pub config: Config,
    /// The configuration's text, as far as there is one.
    text: Option<String>,
    revision: Option<Revision>,
    /// What the user should know of it.
    pub problems: Vec<Diagnostic>,
}

impl Settled {
    /// Finds the policies and the configuration that a side means.
    ///
    /// # Errors
    /// There is no such revision, or its configuration is none.
    pub fn of(against: &Against, arguments: &DiffArgs) -> Result<Self, Box<Diagnostic>> {
        let mut flags = arguments.policies.clone();
        if let Against::Editions(editions) = against {
            flags.editions.extend(editions.iter().cloned());
        }
        let path = flags
            .config
            .clone()
            .unwrap_or_else(|| PathBuf::from(Config::FILE));
        let mut problems = Vec::new();
        let (config, text, revision) = if let Against::Revision(word) = against {
            let revision = Repository::here()?.revision(word)?;
            // What lies elsewhere is in no revision, and is the same on both sides.
            let text = match revision.reaches(&path) {
                true => revision.text(&path)?,
                false => read_text(&path).ok(),
            };
            if text.is_none() && path.exists() {
                problems.push(Diagnostic::warning(format!(
                    "`git:{word}` has no `{}`: it is decided there without parameters, owners and editions of one's own",
                    path.display()
                )));
            }
            let config = match &text {
                Some(text) => {
                    let name = format!("{word}:{}", path.display());
                    Config::of(&path, &Arc::new(Document::new(name, text.clone())))?
                }
                None => Config::default(),
            };
            (config, text, Some(revision))
        } else if let Against::Policies(named) = against {
            let own = folder_of(named).join(&path);
            let own = own.exists().then_some(own);
            if own.is_none() && path.exists() {
                problems.push(Diagnostic::warning(format!(
                    "there is no `{}` next to `{named}`: that side is evaluated without parameters, owners and editions of its own",
                    path.display()
                ))
                .help("each side uses its own file: copy yours there if both sides should have the same settings"));
            }
            let config = match &own {
                Some(own) => Config::read(own)?,
                None => Config::default(),
            };
            // A folder that says where its policies are may hold others, such as tests.
            let says = Path::new(named).is_dir() && !config.policies.is_empty();
            flags.paths = match says {
                true => Vec::new(),
                false => vec![named.clone()],
            };
            (config, None, None)
        } else {
            let config = policies::config(&flags)?;
            (config, read_text(&path).ok(), None)
        };
        Ok(Self {
            against: against.clone(),
            flags,
            config,
            text,
            revision,
            problems,
        })
    }

    /// Whether this side and another one have the same configuration and no policies
    /// but those that are embedded: then there is nothing to compare.
    pub fn is_as(&self, other: &Self) -> bool {
        let is_revision = |side: &Self| matches!(side.against, Against::Revision(_));
        let bare = |side: &Self| {
            matches!(side.against, Against::Revision(_) | Against::Here)
                && side.flags.paths.is_empty()
                && side.config.policies.is_empty()
        };
        (is_revision(self) || is_revision(other))
            && bare(self)
            && bare(other)
            && self.text == other.text
    }

    /// Loads the policies.
    ///
    /// # Errors
    /// They can't be prepared, or what is selected can't be read.
    pub fn load(
        mut self,
        arguments: &DiffArgs,
        contents: &Contents,
        now: i64,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Side, Box<Diagnostic>> {
        self.leave_out_what_is_not_there();
        let name = self.against.name();
        let selection = options::selection(&arguments.selection, &self.config)?;
        let tree: &dyn Tree = match &self.revision {
            Some(revision) => revision,
            None => &Disk,
        };
        let mut loaded = policies::load_of(
            tree,
            &self.flags,
            self.config,
            Some(contents),
            arguments.engine.time_limit,
            now,
        )?;
        problems.append(&mut self.problems);
        let found = std::mem::take(&mut loaded.problems);
        problems.extend(found.into_iter().map(|problem| on_side(problem, &name)));
        Ok(Side {
            name: match &self.revision {
                Some(revision) => {
                    let commit: String = revision.commit().chars().take(12).collect();
                    if revision.commit().starts_with(revision.name()) {
                        format!("git:{commit}")
                    } else {
                        format!("{name} at {commit}")
                    }
                }
                None => name,
            },
            loaded,
            flags: self.flags,
            selection,
            threads: arguments.engine.threads.map(usize::from),
        })
    }

    /// A revision from before somebody had these policies decides without them; what is
    /// named wrongly is missing on the other side too, and an error there.
    fn leave_out_what_is_not_there(&mut self) {
        let Some(revision) = &self.revision else {
            return;
        };
        let problems = &mut self.problems;
        let mut is_there = |path: &str| {
            if !revision.reaches(Path::new(path)) {
                problems.push(
                    Diagnostic::error(format!(
                        "`{path}` is not in the repository, so `git:{}` says nothing of it",
                        revision.name()
                    ))
                    .help("run this in the repository that it is in, or give a folder with the other policies: `--base FOLDER`"),
                );
                return false;
            }
            let there = revision.place(Path::new(path)) != Place::Nowhere
                || path.contains(['*', '?', '[', '{']);
            if !there {
                problems.push(Diagnostic::warning(format!(
                    "`git:{}` has no `{path}`: what it decides is new",
                    revision.name()
                )));
            }
            there
        };
        self.flags.paths.retain(|path| is_there(path));
        let config = &mut self.config;
        let paths = std::mem::take(&mut config.policies);
        config.policies = paths
            .into_iter()
            .filter(|path| is_there(&config.path(path)))
            .collect();
    }
}

/// The folder of other policies, in which their configuration is: of a file the one that it
/// is in, of a glob the one that it begins with.
fn folder_of(named: &str) -> PathBuf {
    let path = Path::new(named);
    if path.is_dir() {
        return path.to_owned();
    }
    let is_plain = |part: &Component<'_>| {
        let part = part.as_os_str().to_string_lossy();
        !part.contains(['*', '?', '[', '{'])
    };
    let file = path.parent().unwrap_or(path);
    file.components().take_while(is_plain).collect()
}

impl Side {
    /// What decides for this side.
    pub fn evaluator(&self) -> Evaluator {
        Evaluator::new(
            &self.loaded.set,
            Options {
                threads: self.threads,
                ..self.loaded.options(&self.flags, self.selection.clone())
            },
        )
    }
}

/// A problem that one side has says which.
pub fn on_side(mut problem: Diagnostic, side: &str) -> Diagnostic {
    if side != Against::Here.name() && problem.level == Level::Error {
        problem.message = format!("{side}: {}", problem.message);
    }
    problem
}
