//! Explanation of a changed decision by the current policies, as `onus explain` gives it. It is
//! made when the user looks at the change.

use std::path::Path;

use onus::config::Config;
use onus::diagnostic::{Diagnostic, Level};
use onus::document::read_text;
use onus::evaluate::run::InMemory;
use onus::explain::Explanation;
use onus::policy::{Control, Origin};
use onus::report::{ExplainedPretty, clean};

use crate::cli::commands::explain::explained;
use crate::cli::commands::snapshot::args::ReviewArgs;
use crate::cli::commands::snapshot::review::policy_diff::Policy;
use crate::cli::inventories;
use crate::cli::policies;
use crate::cli::policies::Policies;
use crate::cli::terminal;

/// Whether this is the catalogue's own repository, with the file of an embedded control
/// in it. A file that only has the same path is another policy.
fn is_catalogue(control: &Control) -> bool {
    let clause = format!("package {}", control.about.package);
    read_text(Path::new(control.file.path()))
        .is_ok_and(|text| text.lines().any(|line| line.trim_end() == clause))
}

/// What explanations are made from.
pub struct Why<'a> {
    arguments: &'a ReviewArgs,
    config: Config,
    now: i64,
    /// The policies, without those of the program that no inventory has asked for.
    policies: Policies,
    /// The inventory that was looked at last, or why it can't be.
    read: Option<(String, Result<Basis, String>)>,
}

/// An inventory, with what stands beside it, and the policies for it.
struct Basis {
    file: String,
    in_memory: InMemory,
    loaded: Policies,
}

impl<'a> Why<'a> {
    /// With the policies that the arguments name.
    pub fn new(
        arguments: &'a ReviewArgs,
        config: Config,
        now: i64,
    ) -> Result<Self, Box<Diagnostic>> {
        let none = inventories::read(&[], &arguments.reading);
        let policies = policies::load(
            &arguments.policies,
            config.clone(),
            Some(none.contents()),
            None,
            now,
        )?;
        Ok(Self {
            arguments,
            config,
            now,
            policies,
            read: None,
        })
    }

    /// Where the policy of a control is.
    pub fn policy(&self, id: &str) -> Policy {
        let set = &self.policies.set;
        if let Some(control) = set.controls.iter().find(|one| one.key().is_called(id)) {
            let path = control.file.path();
            return if control.file.origin() == Origin::User || is_catalogue(control) {
                Policy::File(path.to_owned())
            } else {
                Policy::Embedded
            };
        }
        if set.keys().iter().any(|key| key.is_called(id)) {
            Policy::Embedded
        } else {
            Policy::Nowhere
        }
    }

    /// Why a resource of an inventory is decided as it is: what speaks for the
    /// decision, or all of it with whose it is and what to do.
    pub fn explain(&mut self, asked: (&str, &str, &str), short: bool) -> String {
        match self.try_explain(asked, short) {
            Ok(text) => text,
            Err(reason) => format!("    {}\n", clean(&reason)),
        }
    }

    fn try_explain(
        &mut self,
        (source, id, resource): (&str, &str, &str),
        short: bool,
    ) -> Result<String, String> {
        if self.read.as_ref().is_none_or(|(of, _)| of != source) {
            self.read = Some((source.to_owned(), self.basis(source)));
        }
        let Some((_, read)) = &self.read else {
            return Err("nothing was read".to_owned());
        };
        let basis = read.as_ref().map_err(String::clone)?;
        let control = control(&basis.loaded, id)
            .ok_or_else(|| format!("no policy decides `{id}` about `{source}` any more"))?;
        let is_it = |one: &onus::inventory::Resource| one.id == resource;
        let resources = &basis.in_memory.resources;
        let here =
            |one: &onus::inventory::Resource| is_it(one) && one.body.document.name() == basis.file;
        let number = resources.iter().position(here);
        let number = number
            .or_else(|| resources.iter().position(is_it))
            .ok_or_else(|| format!("`{resource}` is not in `{source}` any more"))?;
        let policies = &self.arguments.policies;
        let mut problems = Vec::new();
        let explained = explained(
            &basis.loaded,
            policies,
            &basis.in_memory,
            number,
            control,
            &mut problems,
        )
        .map_err(|problem| problem.message)?;
        let Some(mut explanation) = explained else {
            return Err(format!("`{id}` decides nothing about it now"));
        };
        let documents = basis.in_memory.by_name();
        let pretty = ExplainedPretty {
            width: terminal::width(),
            documents: &documents,
        };
        let mut text = Vec::new();
        // Memory takes everything.
        let _ = if short {
            to_the_point(&mut explanation);
            pretty.write_why(&explanation, &mut text)
        } else {
            pretty.write(&explanation, &mut text)
        };
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// Reads an inventory, and all that the configuration lists: what belongs to a
    /// resource can stand in another file.
    fn basis(&self, source: &str) -> Result<Basis, String> {
        let file = self.config.path(source);
        if !Path::new(&file).exists() {
            return Err(format!("`{file}` is not there any more"));
        }
        let mut named = vec![file.clone()];
        named.extend(self.config.inputs.iter().map(|path| self.config.path(path)));
        let mut read = inventories::read(&named, &self.arguments.reading);
        let loaded = policies::load(
            &self.arguments.policies,
            self.config.clone(),
            Some(read.contents()),
            None,
            self.now,
        )
        .map_err(|problem| problem.message)?;
        let in_memory = read.take_in_memory().map_err(|problem| problem.message)?;
        let mut errors = read.problems.iter().filter(|one| one.level == Level::Error);
        match errors.next() {
            Some(error) if in_memory.resources.is_empty() => Err(error.message.clone()),
            _ => Ok(Basis {
                file,
                in_memory,
                loaded,
            }),
        }
    }
}

fn control<'p>(loaded: &'p Policies, id: &str) -> Option<&'p Control> {
    let controls = &loaded.set.controls;
    controls.iter().find(|one| one.key().is_called(id))
}

/// Leaves out of an explanation what does not speak for the decision: of bodies, those
/// that do not hold beside some that do.
fn to_the_point(explanation: &mut Explanation) {
    if let Some(deny) = &mut explanation.deny
        && deny.bodies.iter().any(|body| body.outcome.gives())
    {
        deny.bodies.retain(|body| body.outcome.gives());
        explanation.applies = None;
    }
}
