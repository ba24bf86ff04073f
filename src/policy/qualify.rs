//! Writes imports' names out as full paths in the text that the engine is given.
//!
//! Two faults of the engine make this necessary. Inside a function, a value behind
//! an import's name is undefined once a rule of the function's own package has
//! been read from elsewhere: a false answer without a word. And everywhere, an
//! import's name makes the engine evaluate every rule of the package behind it,
//! not only the one that is meant.

use std::borrow::Cow;

use crate::engine::{Expr, Import, Module, Span};

use super::index::{declared, written_path};

/// A stretch of a policy's text, and what to write in its place.
pub type Edit = (Span, String);

/// The policy's text with the imports' names written out.
pub fn qualified<'t>(text: &'t str, module: &Module) -> Cow<'t, str> {
    apply(text, &edits(module))
}

/// What to change in a policy's text, in order.
pub fn edits(module: &Module) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for rule in &module.rules {
        let hidden = declared(rule);
        rule.walk(&mut |expr| {
            let Some((name, span)) = root(expr) else {
                return;
            };
            if hidden.contains(name) {
                return;
            }
            if let Some(import) = module.imports.iter().find(|import| import.name == name) {
                edits.push((span.clone(), full_path(import)));
            }
        });
    }
    edits.sort_by_key(|(span, _)| span.start);
    edits.dedup_by_key(|(span, _)| span.start);
    edits
}

/// Applies changes that are in order.
pub fn apply<'t>(text: &'t str, edits: &[Edit]) -> Cow<'t, str> {
    if edits.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + edits.len() * 32);
    let mut from = 0;
    for (span, path) in edits {
        written.push_str(text.get(from..span.start).unwrap_or_default());
        written.push_str(path);
        from = span.end;
    }
    written.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(written)
}

/// The variable at the root of a reference, and where it stands.
fn root(expr: &Expr) -> Option<(&str, &Span)> {
    let mut expr = expr;
    loop {
        match expr {
            Expr::Var(name, span) => return Some((name, span)),
            Expr::Index { base, .. } => expr = base,
            _ => return None,
        }
    }
}

fn full_path(import: &Import) -> String {
    match import.path.split_first() {
        Some((root, rest)) => written_path(root, rest.iter().map(String::as_str)),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Engine, Value};

    const DATA: &str = "package d\nt := {\"a\": 1}\n";
    const LIB: &str =
        "package lib\nimport data.d\nown := 5\nf(x) := d.t[x]\ng(d) := d.t\nh := d.t.a\n";
    const MAIN: &str = "package main\nimport data.lib\nx if { lib.own == 5; lib.f(\"a\") == 1 }\n";

    fn x(lib: &str) -> Option<bool> {
        let mut engine = Engine::new(std::time::Duration::from_secs(1), 0).unwrap();
        for (name, text) in [("d", DATA), ("lib", lib), ("main", MAIN)] {
            engine.add_policy(name, text).unwrap();
        }
        engine.prepare().unwrap();
        engine.set_input(&Value::null());
        engine
            .evaluate("data.main.x")
            .unwrap()
            .and_then(|value| value.as_bool())
    }

    fn parse_module(text: &str) -> Module {
        let mut engine = Engine::new(std::time::Duration::ZERO, 0).unwrap();
        engine.add_policy("lib", text).unwrap()
    }

    #[test]
    fn imports_are_written_out_where_no_name_hides_them() {
        let module = parse_module(LIB);
        let text = qualified(LIB, &module);
        assert_eq!(
            text,
            LIB.replace(":= d.t[x]", ":= data.d.t[x]")
                .replace(":= d.t.a", ":= data.d.t.a")
        );
    }

    #[test]
    fn the_fault_is_still_there_and_worked_around() {
        let module = parse_module(LIB);
        // When this line fails, the engine is mended and this module can go.
        assert_eq!(x(LIB), None);
        assert_eq!(x(&qualified(LIB, &module)), Some(true));
    }
}
