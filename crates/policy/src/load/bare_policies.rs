//! Policies without METADATA, and what their rules read, for tests that compare read-sets with
//! the engine.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Engine, EngineError, Module, Value};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::certain::{Certain, CertainError, Program};
use crate::load::call_chains::check_chains;
use crate::load::constructs::Construct;
use crate::load::error::LoadErrorKind;
use crate::load::refusals::check_module;
use crate::names::symbol_table::{Index, RuleId, written_path};
use crate::read_set::ReadSet;
use crate::read_set::infer::Reader;
use crate::rewrite::edit::apply;
use crate::rewrite::import_expansion::edits;
use crate::rewrite::short_names::Names;
use onus_core::source_id::{Origin, SourceId};

/// Some policies, as an evaluation would load them.
#[derive(Debug)]
pub struct BarePolicies {
    engine: Engine,
    program: Program,
    rules: Vec<BareRule>,
}

/// A rule of such policies.
#[derive(Debug, Clone)]
pub struct BareRule {
    /// Its path, such as `data.p.a`.
    pub name: String,
    /// What it may read.
    pub reads: ReadSet,
    /// Its path in the engine.
    path: String,
}

/// Why policies were not taken.
#[derive(Debug, thiserror::Error)]
pub enum BareError {
    /// The engine does not take them.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The checks at load do not.
    #[error("{0}")]
    Check(String),
}

fn source(number: usize) -> SourceId {
    SourceId::new(Origin::User, &format!("{number}.rego"))
}

/// Whether policies with this error are not taken here either. What OPA evaluates in
/// another way is taken, except where the engine takes one name for another: read-sets
/// say what such a policy means, and not what the engine makes of it.
fn is_refused_here(error: &LoadErrorKind) -> bool {
    match error {
        LoadErrorKind::Construct(Construct::AmbiguousInEvery { .. }) => true,
        LoadErrorKind::Construct(_) => false,
        _ => true,
    }
}

impl BarePolicies {
    /// Loads policies from texts.
    ///
    /// # Errors
    /// The engine or the checks refuse them.
    pub fn load(texts: &[&str]) -> Result<Self, BareError> {
        let limit = Duration::from_secs(5);
        let mut scratch = Engine::new(limit, 0)?;
        let modules: Vec<Module> = texts
            .iter()
            .enumerate()
            .map(|(number, text)| scratch.add_policy(&source(number), text))
            .collect::<Result<_, _>>()?;
        let index = Index::new(&modules);
        let documents = modules.iter().zip(texts).enumerate();
        let documents: Vec<(&Module, Arc<Document>)> = documents
            .map(|(number, (module, text))| {
                let name = format!("{number}.rego");
                (module, Arc::new(Document::new(name, *text)))
            })
            .collect();
        let mut errors: Vec<String> = documents
            .iter()
            .flat_map(|(module, document)| check_module(document, module, &index))
            .filter(|error| is_refused_here(&error.kind))
            .map(|error| error.problem().to_string())
            .collect();
        let by_module = documents
            .iter()
            .map(|(module, document)| (std::ptr::from_ref::<Module>(*module), Arc::clone(document)))
            .collect();
        let circles = check_chains(&index, &by_module);
        errors.extend(circles.iter().map(|error| error.problem().to_string()));
        if !errors.is_empty() {
            return Err(BareError::Check(errors.join("\n")));
        }
        let edits: Vec<_> = modules.iter().map(|module| edits(module, &index)).collect();
        let names = Names::short_for(edits.iter().map(Vec::as_slice), &BTreeSet::new());
        let mut engine = Engine::new(limit, 0)?;
        for (number, (text, edits)) in texts.iter().zip(&edits).enumerate() {
            engine.add_policy(&source(number), &apply(text, edits, &names))?;
        }
        engine.prepare()?;
        let mut reader = Reader::new(&index);
        let mut rules = Vec::new();
        let mut known = BTreeSet::new();
        for (module, edits) in modules.iter().zip(&edits) {
            for rule in module.rules.iter().filter(|rule| rule.arguments.is_none()) {
                let Some(name) = rule.path.first() else {
                    continue;
                };
                let id = RuleId {
                    package: module.package.clone(),
                    name: name.clone(),
                };
                if known.insert(id.clone()) {
                    let parts = id.package.iter().chain([name]).map(String::as_str);
                    let name = written_path("data", parts);
                    rules.push(BareRule {
                        reads: reader.of(&id),
                        path: names.rule(edits, &name),
                        name,
                    });
                }
            }
        }
        let program = Program::of(&engine);
        Ok(Self {
            engine,
            program,
            rules,
        })
    }

    /// What is certain of a rule's value when some places of the input are not known.
    ///
    /// # Errors
    /// The policy is not followed, or fails.
    pub fn certain(
        &self,
        rule: &BareRule,
        input: &Value,
        unknown: &[Pointer],
    ) -> Result<Certain, CertainError> {
        let input = input.clone().into();
        self.program
            .certain(&rule.path, &rule.name, &input, unknown)
    }

    /// The rules that are no functions.
    pub fn rules(&self) -> &[BareRule] {
        &self.rules
    }

    /// The value of a rule for an input; none when it is undefined.
    ///
    /// # Errors
    /// The policy fails.
    pub fn evaluate(
        &mut self,
        rule: &BareRule,
        input: &Value,
    ) -> Result<Option<Value>, EngineError> {
        self.engine.set_input(input.clone());
        self.engine.evaluate(&rule.path)
    }
}
