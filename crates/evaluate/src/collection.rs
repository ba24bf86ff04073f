//! Collections: statements that resources of some types were looked for completely within a
//! scope, and that files of the run hold all that was found, even if that is nothing.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use onus_core::diagnostic::Diagnostic;
use onus_core::vocabulary::Phase;
use onus_inventory::{Resource, Source};
use onus_policy::Control;

use crate::estate::EstateCoverage;
use crate::link::is_known_by_name;
use crate::origin::plain;
use onus_core::relation_path::{RelationPath, Step};

/// A statement that everything of some types was collected within a scope.
#[derive(Debug, Clone)]
pub struct Collection {
    /// The types, as policies spell them.
    pub types: BTreeSet<String>,
    /// Where they were looked for.
    pub scope: CollectionScope,
    /// Paths of all files that hold what was found. The statement counts only in a run that
    /// reads them all.
    pub files: Vec<String>,
}

/// The part of an estate that a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CollectionScope {
    /// The resource with this id, and everything below it.
    Resource(String),
    /// A subscription, an AWS account or a project.
    Account(String),
}

impl CollectionScope {
    /// Whether a resource is in the scope.
    fn contains(&self, resource: &Resource) -> bool {
        match self {
            Self::Account(account) => {
                let own = resource.scope.account.as_deref();
                own.is_some_and(|own| own.eq_ignore_ascii_case(account))
            }
            Self::Resource(id) => is_at_or_below(resource, id),
        }
    }

    fn described(&self) -> String {
        match self {
            Self::Resource(id) => format!("resource `{id}`"),
            Self::Account(account) => format!("account `{account}`"),
        }
    }
}

/// Ids of Azure are compared without regard to case, all others with.
fn is_at_or_below(resource: &Resource, id: &str) -> bool {
    let Some((start, rest)) = resource.id.split_at_checked(id.len()) else {
        return false;
    };
    let is_equal = match resource.provider.as_str() {
        "azure" => start.eq_ignore_ascii_case(id),
        _ => start == id,
    };
    is_equal && (rest.is_empty() || rest.starts_with('/'))
}

/// The statements that count in a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Collections {
    counted: Vec<(Collection, Arc<AtomicBool>)>,
    /// Statements of which only some files were read.
    problems: Vec<Diagnostic>,
}

impl Collections {
    /// Those of the statements whose files are all in the run. When something of the run
    /// could not be read, none counts: what is missing may be in there.
    pub(crate) fn of_run<'n>(
        statements: &[Collection],
        files: impl IntoIterator<Item = &'n str>,
        coverage: EstateCoverage,
    ) -> Self {
        let mut collections = Self::default();
        if statements.is_empty() || coverage == EstateCoverage::Unread {
            return collections;
        }
        let shown = |file: &str| match file {
            Source::STDIN => "-".to_owned(),
            file => plain(file),
        };
        let read: BTreeSet<String> = files.into_iter().map(shown).collect();
        for statement in statements {
            let is_unread = |file: &&String| !read.contains(file.as_str());
            let unread: Vec<&String> = statement.files.iter().filter(is_unread).collect();
            match unread.first() {
                None if statement.files.is_empty() => {}
                None => {
                    let counted = (statement.clone(), Arc::new(AtomicBool::new(false)));
                    collections.counted.push(counted);
                }
                Some(file) if unread.len() < statement.files.len() => {
                    collections.problems.push(partly_read(statement, file));
                }
                Some(_) => {}
            }
        }
        collections
    }

    /// The types that were collected completely where a resource is. What is planned was not
    /// looked for: it does not exist yet.
    pub(crate) fn types<'c>(&'c self, resource: &Resource) -> impl Iterator<Item = &'c str> {
        let is_deployed = resource.phase == Phase::Deployed;
        self.counted
            .iter()
            .filter(move |(statement, _)| is_deployed && statement.scope.contains(resource))
            .flat_map(|(statement, _)| &statement.types)
            .map(String::as_str)
    }

    /// Notes which statements have a resource in their scope.
    pub(crate) fn note(&self, resources: &[Resource]) {
        for (statement, is_used) in &self.counted {
            if !is_used.load(Ordering::Relaxed)
                && resources.iter().any(|resource| {
                    resource.phase == Phase::Deployed
                        && !statement.types.contains(&resource.kind)
                        && statement.scope.contains(resource)
                })
            {
                is_used.store(true, Ordering::Relaxed);
            }
        }
    }

    /// What is wrong with the statements, once all resources were noted.
    pub(crate) fn problems<'c>(
        &self,
        controls: impl Iterator<Item = &'c Control>,
    ) -> Vec<Diagnostic> {
        let mut problems = self.problems.clone();
        if self.counted.is_empty() {
            return problems;
        }
        let needed: BTreeSet<&str> = controls
            .flat_map(|control| &control.needs)
            .flat_map(RelationPath::steps)
            .filter_map(|step| match step {
                Step::Children(kind) => Some(kind.as_str()),
                Step::Named(_) => None,
            })
            .collect();
        for (statement, is_used) in &self.counted {
            if !is_used.load(Ordering::Relaxed) {
                problems.push(without_resource(statement));
                continue;
            }
            let is_unknown =
                |kind: &&String| !needed.contains(kind.as_str()) && !is_known_by_name(kind);
            let unknown = statement.types.iter().filter(is_unknown);
            problems.extend(unknown.map(|kind| unknown_type(kind)));
        }
        problems
    }
}

fn partly_read(statement: &Collection, file: &str) -> Diagnostic {
    Diagnostic::warning(format!(
        "what was collected for {} does not count: `{file}` is not among the inventories",
        statement.scope.described()
    ))
    .help("name all `files` of this entry under `[[collected]]` on the command line")
}

fn without_resource(statement: &Collection) -> Diagnostic {
    Diagnostic::warning(format!(
        "`[[collected]]` has no effect: no deployed resource of the inventories is in {}",
        statement.scope.described()
    ))
    .help("compare the scope with the `id` and the account of the resource")
}

fn unknown_type(kind: &str) -> Diagnostic {
    Diagnostic::warning(format!(
        "`[[collected]]` has no effect for `{kind}`: no control of this run looks for that type"
    ))
    .help("check the spelling; the types are those of the records, such as `Microsoft.Insights/diagnosticSettings`")
}
