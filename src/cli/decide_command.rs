//! Head of the commands that evaluate inventories: configuration, inventories, policies, and
//! the evaluator over them.

use std::fs::File;

use onus::config::Config;
use onus::diagnostic::Diagnostic;
use onus::evaluate::run::Inventories;
use onus::evaluate::{Evaluator, Options};
use onus::policy::Selection;

use crate::cli::arg_groups::{Color, PolicyArgs, ReadingArgs};
use crate::cli::inventories::{InventoryPaths, read_with_export};
use crate::cli::options::Now;
use crate::cli::policies::{self, Policies};
use crate::cli::policy_warnings;

/// What to do when there is no resource.
pub const NOTHING_THERE: &str = "check that this is the right inventory; an empty export is often a missing permission or a wrong scope";

/// The settings of a command that evaluates inventories.
pub struct DecideCommand<'a> {
    /// Policies, editions and the configuration file.
    pub policies: &'a PolicyArgs,
    /// How inventories are read.
    pub reading: &'a ReadingArgs,
    /// The configuration.
    pub config: Config,
    /// The run's one instant.
    pub now: Now,
    /// Which controls take part.
    pub selection: Selection,
    /// The limit of one evaluation, in milliseconds.
    pub time_limit: Option<u64>,
    /// Worker threads.
    pub threads: Option<u16>,
}

/// Inventories and the policies for them, ready to be evaluated.
pub struct Prepared<'a> {
    arguments: &'a PolicyArgs,
    selection: Selection,
    threads: Option<u16>,
    /// The inventories.
    pub inventories: Inventories,
    /// Their paths.
    pub paths: InventoryPaths,
    /// The policies.
    pub policies: Policies,
    /// What `onus check` finds in the user's policies.
    pub warnings: Vec<Diagnostic>,
}

impl<'a> DecideCommand<'a> {
    /// Reads the inventories, and loads the policies that are needed for them.
    ///
    /// # Errors
    /// The policies can't be prepared. Inventories that can't be read are problems.
    pub fn read(
        self,
        export: Option<&File>,
        named: &[String],
    ) -> Result<Prepared<'a>, Box<Diagnostic>> {
        let (inventories, paths) = read_with_export(export, named, self.reading);
        let mut policies = policies::load(
            self.policies,
            self.config,
            Some(inventories.contents()),
            self.time_limit,
            self.now.nanoseconds,
        )?;
        let warnings = policy_warnings::find(&mut policies, Some(&inventories));
        Ok(Prepared {
            arguments: self.policies,
            selection: self.selection,
            threads: self.threads,
            inventories,
            paths,
            policies,
            warnings,
        })
    }
}

impl Prepared<'_> {
    /// The evaluator, with the options that `change` changes.
    pub fn evaluator(&mut self, change: impl FnOnce(&mut Options)) -> Evaluator {
        let selection = std::mem::take(&mut self.selection);
        let mut options = Options {
            threads: self.threads.map(usize::from),
            ..self.policies.options(self.arguments, selection)
        };
        change(&mut options);
        Evaluator::new(&self.policies.set, options)
    }

    /// Prints what `onus check` finds in the user's policies.
    pub fn print_warnings(&self, color: Color) {
        policy_warnings::print(&self.warnings, self.arguments, color);
    }
}
