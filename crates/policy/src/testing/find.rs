//! The search for tests among the rules of a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use crate::engine::{Module, Rule, Span};
use onus_core::document::Document;

/// A rule that is a test, or is called like one.
#[derive(Debug, Clone)]
pub struct TestRule<'m> {
    /// The rule's name.
    pub name: &'m str,
    /// Its first definition that is no `default`.
    pub rule: &'m Rule,
    /// Where its head begins.
    pub span: Span,
    /// What is to be done with it.
    pub kind: TestKind,
}

/// What is to be done with a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestKind {
    /// Run it.
    Run,
    /// Skip it: `todo_test_`.
    Skip,
    /// Its name is duplicate, and one definition would hide the other.
    Twice,
    /// Another file defines it too, for the same package.
    Elsewhere(Arc<str>),
    /// It is a function, which nothing calls.
    Function,
    /// It makes a set or an object, which neither holds nor fails.
    Parts,
}

/// The tests of a file, in order.
pub fn find<'m>(document: &Arc<Document>, module: &'m Module) -> Vec<TestRule<'m>> {
    let mut found: Vec<TestRule<'m>> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in &module.rules {
        let Some(name) = rule.path.first().map(String::as_str) else {
            continue;
        };
        let kind = if name.starts_with("test_") {
            TestKind::Run
        } else if name.starts_with("todo_test_") {
            TestKind::Skip
        } else {
            continue;
        };
        let is_default = document.slice(&rule.span).starts_with("default");
        let has_parts = rule.is_set || !rule.keys.is_empty() || rule.path.len() > 1;
        let kind = match kind {
            TestKind::Run if rule.arguments.is_some() => TestKind::Function,
            TestKind::Run if has_parts => TestKind::Parts,
            kind => kind,
        };
        let start = rule.span.start;
        let test = TestRule {
            name,
            rule,
            span: start..start + head_length(document, start, name),
            kind,
        };
        match at.get(name).and_then(|at| found.get_mut(*at)) {
            None => {
                at.insert(name, found.len());
                found.push(test);
            }
            Some(known) if is_default || is_a_default(document, known.rule) => {
                // The definitions next to a default define when it does not count.
                if !is_default {
                    *known = test;
                }
            }
            Some(known) if known.kind == TestKind::Run => {
                known.kind = TestKind::Twice;
                known.span = test.span;
            }
            Some(_) => {}
        }
    }
    found
}

fn is_a_default(document: &Document, rule: &Rule) -> bool {
    document.slice(&rule.span).starts_with("default")
}

/// The name, from where the rule begins.
fn head_length(document: &Document, start: usize, name: &str) -> usize {
    document
        .text()
        .get(start..)
        .and_then(|rest| rest.find(name))
        .unwrap_or_default()
        + name.len()
}

/// Marks tests that an earlier file of the same package has too.
pub fn mark_elsewhere<'m>(
    tests: &mut [TestRule<'m>],
    document: &Arc<Document>,
    package: &str,
    known: &mut BTreeMap<(String, &'m str), Arc<str>>,
) {
    for test in tests {
        let key = (package.to_owned(), test.name);
        match known.get(&key) {
            Some(other) if test.kind == TestKind::Run => {
                test.kind = TestKind::Elsewhere(Arc::clone(other));
            }
            Some(_) => {}
            None => {
                known.insert(key, Arc::from(document.name()));
            }
        }
    }
}

/// Which tests are wanted, by their package and name.
#[derive(Debug, Clone)]
pub enum Filter {
    /// Those whose name or full name, `acme.tls_test.test_old_denies`, matches.
    Glob(GlobMatcher),
    /// Those whose full name has this in it.
    Text(String),
}

/// A filter that is no glob.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{glob}` is not a glob over names of tests: {reason}")]
pub struct BadFilter {
    /// As it was given.
    pub glob: String,
    /// Why.
    pub reason: String,
}

impl Filter {
    /// A text with `*`, `?`, `[` or `{` is a glob.
    ///
    /// # Errors
    /// It is none that can be read.
    pub fn parse(text: &str) -> Result<Self, BadFilter> {
        if !text.contains(['*', '?', '[', '{']) {
            return Ok(Self::Text(text.to_owned()));
        }
        GlobBuilder::new(text)
            .build()
            .map(|glob| Self::Glob(glob.compile_matcher()))
            .map_err(|error| BadFilter {
                glob: text.to_owned(),
                reason: error.kind().to_string(),
            })
    }

    /// Whether a test is wanted.
    pub fn takes(&self, package: &str, name: &str) -> bool {
        let full = format!("{package}.{name}");
        match self {
            Self::Glob(glob) => glob.is_match(name) || glob.is_match(&full),
            Self::Text(text) => full.contains(text.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use onus_core::source_id::SourceId;

    fn kinds(text: &str) -> Vec<(String, TestKind)> {
        let document = Arc::new(Document::new("t.rego", text));
        let module = Engine::new(std::time::Duration::ZERO, 0)
            .unwrap()
            .add_policy(&SourceId::generated("t"), text)
            .unwrap();
        find(&document, &module)
            .into_iter()
            .map(|test| (document.slice(&test.span).to_owned(), test.kind))
            .collect()
    }

    #[test]
    fn tests_are_found_and_what_only_looks_like_one_is_said() {
        let found = kinds(
            "package t\n\
             default test_a := false\n\
             test_a if input.x\n\
             test_b if input.x\n\
             test_b if input.y\n\
             test_c(x) if x\n\
             test_d contains 1\n\
             todo_test_e if input.x\n\
             todo_f if input.x\n\
             helper if input.x\n",
        );
        let expected = [
            ("test_a", TestKind::Run),
            ("test_b", TestKind::Twice),
            ("test_c", TestKind::Function),
            ("test_d", TestKind::Parts),
            ("todo_test_e", TestKind::Skip),
        ];
        assert_eq!(found, expected.map(|(name, kind)| (name.to_owned(), kind)));
    }

    #[test]
    fn filters_are_globs_or_parts_of_the_full_name() {
        let takes = |text: &str| {
            Filter::parse(text)
                .unwrap()
                .takes("acme.tls_test", "test_old_denies")
        };
        assert!(takes("tls_test.test_old") && takes("test_*_denies") && takes("acme.*"));
        assert!(!takes("test_new") && !takes("old_*"));
        assert!(Filter::parse("test_[").is_err());
    }
}
