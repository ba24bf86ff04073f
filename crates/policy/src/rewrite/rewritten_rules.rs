//! Rewritten rules, for the tests of rewrites.

use std::time::Duration;

use crate::engine::{Engine, Module};
use crate::names::symbol_table::Index;
use crate::rewrite::edit::{Edit, apply};
use crate::rewrite::import_expansion;
use crate::rewrite::short_names::Names;
use onus_core::source_id::SourceId;

/// Parses a policy.
pub(crate) fn module(text: &str) -> Module {
    let mut engine = Engine::new(Duration::ZERO, 0).unwrap();
    engine.add_policy(&SourceId::generated("t"), text).unwrap()
}

/// The edits of a policy.
pub(crate) fn edits_of(text: &str) -> Vec<Edit> {
    let module = module(text);
    import_expansion::edits(&module, &Index::new([&module]))
}

/// The rewritten text of rules of package `t`. It parses, and has as many lines.
pub(crate) fn given(rules: &str) -> String {
    let text = format!("package t\n{rules}\n");
    let given = apply(&text, &edits_of(&text), &Names::default()).into_owned();
    assert_eq!(given.lines().count(), text.lines().count(), "{rules}");
    module(&given);
    given
        .trim_start_matches("package t\n")
        .trim_end()
        .to_owned()
}
