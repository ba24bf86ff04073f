//! Works around a fault of the engine that gives false answers without a word:
//! inside a function, a value behind an import's name is undefined once a rule of
//! the function's own package has been read from elsewhere. Full paths are not
//! affected, so the engine is given those.

use std::borrow::Cow;

use crate::engine::{Expr, Import, Module, Span};

use super::index::declared;

/// The policy's text with the imports' names inside functions written out.
pub fn qualified<'t>(text: &'t str, module: &Module) -> Cow<'t, str> {
    let mut edits: Vec<(Span, String)> = Vec::new();
    for rule in &module.rules {
        if rule.arguments.is_none() {
            continue;
        }
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
    if edits.is_empty() {
        return Cow::Borrowed(text);
    }
    edits.sort_by_key(|(span, _)| span.start);
    edits.dedup_by_key(|(span, _)| span.start);
    let mut written = String::with_capacity(text.len() + edits.len() * 32);
    let mut from = 0;
    for (span, path) in edits {
        written.push_str(text.get(from..span.start).unwrap_or_default());
        written.push_str(&path);
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
    let mut parts = import.path.iter();
    let mut path = parts.next().cloned().unwrap_or_default();
    for part in parts {
        path.push_str(&format!("[{part:?}]"));
    }
    path
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
    fn only_imports_inside_functions_are_written_out() {
        let module = parse_module(LIB);
        let text = qualified(LIB, &module);
        assert_eq!(text, LIB.replace("f(x) := d.t", "f(x) := data[\"d\"].t"));
    }

    #[test]
    fn the_fault_is_still_there_and_worked_around() {
        let module = parse_module(LIB);
        // When this line fails, the engine is mended and this module can go.
        assert_eq!(x(LIB), None);
        assert_eq!(x(&qualified(LIB, &module)), Some(true));
    }
}
