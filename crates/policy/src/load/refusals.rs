//! Refusals at load: what the engine would silently accept and then answer wrongly, or end the
//! process.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine;
use crate::engine::{Builtin, Expr, Key, Literal, Module, Span};
use onus_core::document::Document;

use crate::load::constructs::{Construct, constructs, for_each_query};
use crate::load::error::{LoadError, LoadErrorKind};
use crate::load::unknown_functions::unknown_function;
use crate::names::frames::declared_names;
use crate::names::meaning::globals;
use crate::names::resolved::Resolved;
use crate::names::symbol_table::{Index, Target};

/// The most statements of one body.
pub const MOST_STATEMENTS: usize = 1_000;

/// Checks calls and references of one file against all that are loaded.
pub fn check_module<'m>(
    document: &Arc<Document>,
    module: &'m Module,
    index: &Index<'m>,
) -> Vec<LoadError> {
    let mut found = Refusals {
        document,
        module,
        index,
        errors: Vec::new(),
        seen: BTreeSet::new(),
        lost: Vec::new(),
    };
    for import in &module.imports {
        found.name(&import.name, import.path.len(), &import.span);
        if let Some(("data", rest)) = import
            .path
            .split_first()
            .map(|(root, rest)| (root.as_str(), rest))
        {
            let keys: Vec<Key> = rest.iter().cloned().map(Key::Name).collect();
            let before = found.errors.len();
            found.data(&keys, &import.path.join("."), &import.span);
            if found.errors.len() > before {
                found.lost.push(keys);
            }
        }
    }
    for (construct, span) in constructs(document.text(), module, index) {
        found.push(LoadErrorKind::Construct(construct), &span);
    }
    for rule in &module.rules {
        let names = Resolved::of(module, rule, index);
        for (name, span) in names.ambiguous() {
            let name = (*name).to_owned();
            found.push(
                LoadErrorKind::Construct(Construct::AmbiguousInEvery { name }),
                span,
            );
        }
        let walks = walks(rule);
        let declared = declared_names(rule);
        for name in rule
            .path
            .first()
            .map(String::as_str)
            .iter()
            .chain(&declared)
        {
            found.name(name, 0, &rule.span);
        }
        rule.walk(&mut |expr| found.expr(expr, &names, &walks));
        for_each_query(rule, &mut |query| found.length(query));
    }
    found.errors
}

struct Refusals<'a, 'm> {
    document: &'a Arc<Document>,
    module: &'m Module,
    index: &'a Index<'m>,
    errors: Vec<LoadError>,
    /// A reference's parts are references too; each place is reported once.
    seen: BTreeSet<usize>,
    /// What imports name that is not there.
    lost: Vec<Vec<Key>>,
}

impl<'m> Refusals<'_, 'm> {
    fn push(&mut self, kind: LoadErrorKind, span: &Span) {
        if self.seen.insert(span.start) {
            self.errors
                .push(LoadError::at(kind, self.document, span.clone()));
        }
    }

    /// Refuses names of documents: the engine takes one for the other,
    /// and what is looked for in the wrong one is undefined. `import input` itself
    /// has one component and changes nothing.
    fn name(&mut self, name: &str, components: usize, span: &Span) {
        if ["data", "input"].contains(&name) && components != 1 {
            let name = name.to_owned();
            self.push(LoadErrorKind::ReservedName { name }, span);
        }
    }

    fn expr(&mut self, expr: &Expr, names: &Resolved<'m>, walks: &BTreeSet<usize>) {
        match expr {
            Expr::Call { function, span, .. }
                if function.as_slice() == ["walk"]
                    && !walks.contains(&span.start)
                    && self.user_arity(function).is_none() =>
            {
                self.push(LoadErrorKind::WalkAssigned, &expr.extent());
            }
            Expr::Call {
                function,
                arguments,
                span,
                ..
            } => self.call(function, arguments.len(), span),
            Expr::Index { span, .. } => {
                if let Some(path) = names.data_path(self.module, expr) {
                    let text = self.document.slice(span).to_owned();
                    self.data(&path, &text, span);
                }
            }
            Expr::Comprehension { query, .. } => self.length(query),
            _ => {}
        }
    }

    /// Refuses bodies over which the engine takes too long to find an order: for that it
    /// compares each statement with all others.
    fn length(&mut self, query: &engine::Query) {
        if let Some(statement) = query.0.get(MOST_STATEMENTS) {
            self.push(LoadErrorKind::LongBody, &statement.span);
        }
    }

    fn data(&mut self, path: &[Key], text: &str, span: &Span) {
        if matches!(self.index.resolve(path), Target::Nothing) {
            let nearest = nearest_rule(self.index, path);
            // References through a broken import are reported at the import.
            let is_told = self.lost.iter().any(|import| path.starts_with(import));
            if !is_told {
                self.push(
                    LoadErrorKind::UnknownReference {
                        reference: text.to_owned(),
                        nearest,
                    },
                    span,
                );
            }
        }
    }

    fn call(&mut self, function: &[String], given: usize, span: &Span) {
        let name = function.join(".");
        if let Some(expected) = self.user_arity(function) {
            // One argument more takes the result.
            if given != expected && given != expected + 1 {
                self.push(
                    LoadErrorKind::WrongArity {
                        name,
                        expected,
                        given,
                    },
                    span,
                );
            }
            return;
        }
        match engine::builtin(&name) {
            Builtin::Known { arity, has_output } => {
                let is_output = has_output && given == arity.saturating_add(1);
                if arity != usize::MAX && given != arity && !is_output {
                    self.push(
                        LoadErrorKind::WrongArity {
                            name,
                            expected: arity,
                            given,
                        },
                        span,
                    );
                }
            }
            Builtin::Refused { reason } => {
                self.push(LoadErrorKind::Refused { name, reason }, span);
            }
            Builtin::Unknown | Builtin::Missing { .. } => {
                let help = unknown_function(self.module, function);
                self.push(LoadErrorKind::UnknownFunction { name, help }, span);
            }
        }
    }

    fn user_arity(&self, function: &[String]) -> Option<usize> {
        let (root, rest) = function.split_first()?;
        let globals = globals(self.module, self.index, root);
        let mut path = globals.first()?.data_path(self.module, root)?;
        path.extend(rest.iter().cloned().map(Key::Name));
        match self.index.resolve(&path) {
            Target::Rule { definitions, .. } => definitions
                .iter()
                .find_map(|definition| definition.rule.arguments.as_ref().map(Vec::len)),
            _ => None,
        }
    }
}

/// The places of a rule's calls of `walk` that the engine understands: statements with
/// the pattern as second argument.
fn walks(rule: &engine::Rule) -> BTreeSet<usize> {
    let mut places = BTreeSet::new();
    for_each_query(rule, &mut |query| {
        for statement in &query.0 {
            if let Literal::Expr(Expr::Call {
                function,
                arguments,
                span,
                ..
            }) = &statement.literal
                && function.as_slice() == ["walk"]
                && arguments.len() == 2
            {
                places.insert(span.start);
            }
        }
    });
    places
}

/// The rule or package that a path was probably meant to lead to, with what stands
/// behind it in the path: one that is as long, and spelled alike in every part.
fn nearest_rule(index: &Index<'_>, path: &[Key]) -> Option<String> {
    let wanted: Vec<&str> = path
        .iter()
        .map_while(|key| match key {
            Key::Name(name) => Some(name.as_str()),
            Key::Any | Key::Element => None,
        })
        .collect();
    let rules: Vec<String> = index.ids().map(ToString::to_string).collect();
    let packages = rules
        .iter()
        .filter_map(|rule| Some(rule.rsplit_once('.')?.0));
    let known: BTreeSet<&str> = rules.iter().map(String::as_str).chain(packages).collect();
    let distance = |known: &str| {
        let parts: Vec<&str> = known.split('.').skip(1).collect();
        let rest = wanted.get(parts.len()..)?;
        let mut distance = 0;
        for (part, wanted) in parts.iter().zip(&wanted) {
            if part != wanted {
                onus_core::suggest::nearest(wanted, [*part])?;
                distance += strsim::damerau_levenshtein(part, wanted);
            }
        }
        let whole = std::iter::once(known).chain(rest.iter().copied());
        (distance > 0).then(|| (distance, rest.len(), whole.collect::<Vec<_>>().join(".")))
    };
    known
        .into_iter()
        .filter_map(distance)
        .min()
        .map(|(_, _, text)| text)
}
