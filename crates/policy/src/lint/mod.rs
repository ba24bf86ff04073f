//! Lint: static checks of policies. Rego is silent about wrong names: a rule with a misspelled
//! property never fires, and everything passes. These checks report such rules.
//!
//! They use the engine's own syntax tree, and include what loading refuses.

pub(crate) mod counts;
pub(crate) mod docs;
pub(crate) mod finding;
pub(crate) mod known_properties;
pub(crate) mod levels;
pub(crate) mod load_errors;
pub(crate) mod queries;
pub(crate) mod related_reads;
pub(crate) mod rule;
pub mod rules;
pub(crate) mod run_warnings;
pub(crate) mod sources;
pub(crate) mod syntax_errors;
pub(crate) mod workspace;

use std::sync::Arc;

pub use crate::lint::counts::Counts;
pub use crate::lint::docs::{page, pages};
pub use crate::lint::finding::{Finding, Fix};
pub use crate::lint::known_properties::{Known, Near, Tree, Unknown};
pub use crate::lint::levels::{Levels, RuleLevel, RuleName};
pub use crate::lint::load_errors::CODES as LOAD_CODES;
pub use crate::lint::rule::{Bearing, CheckRule, Evidence};
pub use crate::lint::run_warnings::run_warnings;
pub use crate::lint::sources::{Catalogue, Sources};

use crate::engine::{Engine, EngineError};
use crate::lint::workspace::{File, FileKind, Workspace};
use crate::load::call_chains::check_chains;
use crate::load::embedded_files::{EmbeddedFiles, embedded_from};
use crate::load::error::{LoadError, LoadErrorKind};
use crate::load::policy_file::Unit;
use crate::load::policy_set::{Loaded, PolicySet};
use crate::load::refusals::check_module;
use crate::model::Settings;
use crate::policy_text::PolicyFile;
use onus_core::diagnostic::Level;
use onus_core::document::Document;
use onus_core::source_id::Origin;

/// What a check has found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, in the order of files and places.
    pub findings: Vec<Finding>,
    /// The files that were looked at: policies, then tests.
    pub files: Vec<String>,
    /// How many policies were looked at.
    pub policies: usize,
    /// How many files of tests were looked at.
    pub tests: usize,
    /// Whether everything could be read and parsed.
    pub whole: bool,
}

/// Checks what was found.
///
/// # Errors
/// The engine can't be set up.
pub fn check(
    sources: &Sources,
    settings: &Settings,
    known: &Known,
    levels: &Levels,
) -> Result<Outcome, EngineError> {
    let settings = Settings {
        own_catalogue: sources.own_catalogue,
        ..settings.clone()
    };
    let (files, mut errors) = parse(sources, &settings)?;
    let parsed = errors.is_empty();
    let broken: Vec<Arc<Document>> = errors
        .iter()
        .filter_map(|error| error.document.clone())
        .collect();
    let workspace = Workspace::of(&files, known);
    for file in workspace.checked() {
        let leans = workspace.leans_on_lacking(file);
        errors.extend(
            check_module(&file.document, &file.module, &workspace.index)
                .into_iter()
                .filter(|error| {
                    !(leans && crate::lint::load_errors::is_about_absence(&error.kind))
                }),
        );
    }
    let documents = files
        .iter()
        .map(|file| (std::ptr::from_ref(&file.module), Arc::clone(&file.document)))
        .collect();
    errors.extend(check_chains(&workspace.index, &documents));
    let Loaded {
        errors: refused, ..
    } = PolicySet::load(&sources.policies, &settings)?;
    errors.extend(
        refused
            .into_iter()
            .filter(|error| !crate::lint::load_errors::is_about_others(&error.kind))
            .filter_map(|error| unless_reported(error, &broken)),
    );
    let is_users = |error: &LoadError| {
        files
            .iter()
            .all(|file| file.is_checked() || !error.is_about(&file.document))
    };
    errors.retain(is_users);
    let whole = parsed
        && !errors
            .iter()
            .any(|error| crate::lint::load_errors::is_unread(&error.kind));
    let mut findings: Vec<Finding> = errors
        .iter()
        .map(crate::lint::load_errors::finding)
        .collect();
    // What rules look at is followed from rule to rule, as evaluation does.
    let is_too_deep = |error: &LoadError| matches!(error.kind, LoadErrorKind::LongChain { .. });
    if !errors.iter().any(is_too_deep) {
        for rule in rules::RULES {
            findings.extend(rule.run(&workspace));
        }
    }
    let policies = sources.policies.files.iter();
    let policies = policies.filter(|file| file.source.origin() == Origin::User);
    let looked_at: Vec<String> = policies
        .chain(&sources.tests)
        .map(|file| file.document.name().to_owned())
        .collect();
    Ok(Outcome {
        findings: settled(findings, levels),
        policies: looked_at.len() - sources.tests.len(),
        files: looked_at,
        tests: sources.tests.len(),
        whole,
    })
}

/// Findings for output: at their levels, without ignored ones, in
/// the order of files and places.
fn settled(findings: Vec<Finding>, levels: &Levels) -> Vec<Finding> {
    let mut findings = levels.apply(findings);
    findings.retain(|finding| !is_ignored(finding));
    findings.sort_by(|a, b| a.order().cmp(&b.order()).then(a.code.cmp(b.code)));
    findings.dedup_by(|a, b| {
        a.code == b.code && a.order() == b.order() && a.problem.message == b.problem.message
    });
    findings
}

/// Parses the user's files and what they refer to; all errors of a file that can't be
/// parsed are reported.
fn parse(
    sources: &Sources,
    settings: &Settings,
) -> Result<(Vec<File>, Vec<LoadError>), EngineError> {
    let mut engine = Engine::new(settings.limit, settings.now)?;
    let mut errors = Vec::new();
    let mut parse = |file: &PolicyFile, is_test: bool| {
        let (module, found) = syntax_errors::parse(&mut engine, file);
        let sound = found.is_empty();
        errors.extend(found);
        let module = module?;
        let kind = if is_test {
            FileKind::Test
        } else {
            FileKind::Policy(role(file, module.clone()).filter(|_| sound))
        };
        Some(File {
            document: Arc::clone(&file.document),
            source: file.source.clone(),
            module,
            kind,
            below: sources.below.get(&file.source).cloned().unwrap_or_default(),
            is_lacking: !sound,
        })
    };
    let policies = sources.policies.files.iter();
    let policies = policies.filter(|file| file.source.origin() != Origin::Builtin);
    let mut users: Vec<File> = policies.filter_map(|file| parse(file, false)).collect();
    users.extend(sources.tests.iter().filter_map(|file| parse(file, true)));
    let modules: Vec<_> = users.iter().map(|file| &file.module).collect();
    let from = embedded_from(&sources.policies, settings);
    let embedded = EmbeddedFiles::of(&sources.policies, &modules, from).parsed;
    let mut files: Vec<File> = embedded
        .into_iter()
        .filter_map(|file| parse(file, false))
        .collect();
    files.extend(users);
    Ok((files, errors))
}

fn role(file: &PolicyFile, module: crate::engine::Module) -> Option<crate::load::role::Role> {
    Unit::of(file, module).ok().map(|unit| unit.role)
}

/// What loading says beyond what is known of files that can't be parsed. The engine
/// calls whatever it refuses a syntax error.
fn unless_reported(mut error: LoadError, broken: &[Arc<Document>]) -> Option<LoadError> {
    if let LoadErrorKind::Syntax { message, mistake } = &error.kind {
        let document: &Arc<Document> = error.document.as_ref()?;
        if broken.iter().any(|other| Arc::ptr_eq(other, document)) {
            return None;
        }
        error.kind = LoadErrorKind::Engine {
            message: message.clone(),
            mistake: mistake.clone(),
        };
    }
    Some(error)
}

/// Whether a comment on the line of a finding, or on the one above, says that it is
/// meant.
fn is_ignored(finding: &Finding) -> bool {
    let Some(spot) = &finding.problem.place else {
        return false;
    };
    let line = spot.document.line_range(spot.range.start);
    let above = spot.document.line_range(line.start.saturating_sub(1));
    [line, above].iter().any(|range| {
        spot.document
            .slice(range)
            .split_once("# onus ignore:")
            .is_some_and(|(_, codes)| {
                codes
                    .split(|c: char| c == ',' || c.is_whitespace())
                    .any(|code| code == finding.code)
            })
    })
}

impl Outcome {
    /// The counts of errors and warnings.
    pub fn counts(&self) -> Counts {
        let of = |level| {
            self.findings
                .iter()
                .filter(|finding| finding.problem.level == level)
                .count()
        };
        Counts {
            policies: self.policies,
            tests: self.tests,
            errors: of(Level::Error),
            warnings: of(Level::Warning),
            fixable: self.findings.iter().filter(|f| f.fix.is_some()).count(),
        }
    }
}
