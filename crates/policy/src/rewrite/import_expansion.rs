//! The expansion of imports to full paths, together with the edits of [`negation`] and
//! [`arithmetic`], and packages that can have short names.
//!
//! Two faults of the engine make full paths necessary. Inside a function, a value behind an
//! import's name is silently undefined once a rule of the function's own package has been read
//! from elsewhere. And everywhere, an import's name makes the engine evaluate every rule of
//! its package, not only the one that is used. Paths are also most of the interpreter's work:
//! it builds the text of each one whenever it follows it, and first searches the imports for
//! every call.

use crate::engine::{Expr, Import, Key, Module};

use crate::names::meaning::{Global, Meaning, leads_on};
use crate::names::resolved::Resolved;
use crate::names::symbol_table::{Index, RuleId, Target, keys_of, written_path};
use crate::rewrite::edit::{Edit, arranged};
use crate::rewrite::{arithmetic, negation};

/// What to change in a policy's text, in order.
///
/// A name that could be read in two ways stays as it is written, and so do the imports
/// and package names of its file.
pub fn edits<'m>(module: &'m Module, index: &Index<'m>) -> Vec<Edit> {
    let mut found = References {
        module,
        index,
        edits: Vec::new(),
        is_whole: false,
        is_ambiguous: false,
    };
    for rule in &module.rules {
        let names = Resolved::of(module, rule, index);
        found.is_ambiguous |= names.meanings().any(|meaning| is_ambiguous(meaning));
        rule.walk(&mut |expr| match expr {
            Expr::Call { callee, .. } => found.refer(callee, &names),
            expr => found.refer(expr, &names),
        });
    }
    let (is_whole, is_ambiguous) = (found.is_whole, found.is_ambiguous);
    let mut edits = found.edits;
    if !is_ambiguous {
        let unneeded = module.imports.iter().filter(|import| leads_on(import));
        edits.extend(unneeded.map(|import| Edit::Import(import.span.clone())));
        if !is_whole {
            let package = written_path("data", module.package.iter().map(String::as_str));
            edits.push(Edit::Package(module.path_span.clone(), package));
        }
    }
    edits.sort_by_key(|edit| edit.span().start);
    edits.dedup_by_key(|edit| edit.span().start);
    edits.extend(negation::edits(module, index));
    edits.extend(arithmetic::edits(module, index));
    arranged(edits)
}

/// Whether a name could lead to more than one thing outside of its rule, or to such a
/// thing as well as to a name of the rule.
fn is_ambiguous(meaning: &Meaning<'_>) -> bool {
    let leads = |global: &Global<'_>| matches!(global, Global::Import(_) | Global::Data);
    match meaning {
        Meaning::Wildcard | Meaning::Local(_) => false,
        Meaning::Global(globals) => globals.len() > 1 && globals.iter().any(leads),
        Meaning::Either(_, globals) => globals.iter().any(leads),
    }
}

/// The references of a module, as they are found.
struct References<'i, 'm> {
    module: &'m Module,
    index: &'i Index<'m>,
    edits: Vec<Edit>,
    /// Whether a package is referred to as a whole, or by a name that is only found
    /// while evaluating.
    is_whole: bool,
    /// Whether a name could be read in two ways.
    is_ambiguous: bool,
}

impl<'m> References<'_, 'm> {
    fn refer(&mut self, expr: &Expr, names: &Resolved<'m>) {
        let Some((root, keys)) = expr.reference() else {
            return;
        };
        let (Some(at), Some(global)) =
            (expr.stretch(0), names.root(expr).and_then(Meaning::certain))
        else {
            return;
        };
        let import = match global {
            Global::Import(import) => Some(*import),
            Global::Input | Global::Data | Global::Rule => None,
        };
        let Some(path) = global.data_path(self.module, root) else {
            // Into the input, if an import is behind it.
            if let Some(import) = import {
                self.edits.push(Edit::Path(at, full_path(import)));
            }
            return;
        };
        let whole: Vec<Key> = path.iter().cloned().chain(keys_of(&keys)).collect();
        match self.index.resolve(&whole) {
            Target::Rule { id, .. } if *global == Global::Data || import.is_some() => {
                self.edits.extend(into(expr, &path, &id));
            }
            // A rule of the same package.
            Target::Rule { .. } => {}
            Target::Tree(_) => {
                self.is_whole = true;
                self.edits
                    .extend(import.map(|import| Edit::Path(at, full_path(import))));
            }
            Target::Parameter | Target::Nothing => self
                .edits
                .extend(import.map(|import| Edit::Path(at, full_path(import)))),
        }
    }
}

/// A reference to a rule of a package: where its root, and as many keys as the
/// package needs, are. `path` is what the root means.
fn into(expr: &Expr, path: &[Key], id: &RuleId) -> Option<Edit> {
    let keys = id.package.len().saturating_sub(path.len());
    let rest = path
        .iter()
        .skip(id.package.len())
        .filter_map(|key| match key {
            Key::Name(name) => Some(name.as_str()),
            Key::Any | Key::Element => None,
        });
    Some(Edit::Into(
        expr.stretch(keys)?,
        written_path("data", id.package.iter().map(String::as_str)),
        written_path("", rest),
    ))
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
    use crate::rewrite::edit::{apply, apply_within, original};
    use crate::rewrite::short_names::Names;
    use onus_core::source_id::SourceId;
    use std::collections::BTreeSet;

    const DATA: &str = "package d\nt := {\"a\": 1}\n";
    const LIB: &str = "package a.lib\nimport data.d\nown := 5\nf(x) := d.t[x]\ng(d) := d.t\n";
    const MAIN: &str =
        "package main\nimport data.a.lib\nx if { lib.own == 5; lib.f(\"a\") == 1 }\n";

    fn parse(text: &str) -> Module {
        let mut engine = Engine::new(std::time::Duration::ZERO, 0).unwrap();
        engine.add_policy(&SourceId::generated("t"), text).unwrap()
    }

    /// What the engine is given in the place of some files, with short names.
    fn given(texts: &[&str]) -> Vec<String> {
        let modules: Vec<Module> = texts.iter().map(|text| parse(text)).collect();
        let index = Index::new(&modules);
        let edits: Vec<Vec<Edit>> = modules.iter().map(|m| edits(m, &index)).collect();
        let names = Names::short_for(edits.iter().map(Vec::as_slice), &BTreeSet::new());
        texts
            .iter()
            .zip(&edits)
            .map(|(text, edits)| apply(text, edits, &names).into_owned())
            .collect()
    }

    fn ask(texts: &[&str], rule: &str) -> Option<Value> {
        let mut engine = Engine::new(std::time::Duration::from_secs(1), 0).unwrap();
        for (number, text) in texts.iter().enumerate() {
            engine
                .add_policy(&SourceId::generated(&number.to_string()), text)
                .unwrap();
        }
        engine.prepare().unwrap();
        engine.set_input(Value::parse(r#"{"k": "v"}"#).unwrap());
        engine.evaluate(rule).unwrap()
    }

    #[test]
    fn references_imports_and_packages_are_rewritten() {
        let texts = [
            "package a[\"b-c\"]\nv := 1\nw := {\"k\": 2}\nf(x) := x\n",
            "package main\n\nimport data.a[\"b-c\"] as lib\nimport data.a[\"b-c\"].w\nimport input.k as key\n\n\
             x := [lib.v, w.k, lib.f(data.a[\"b-c\"].w.k), data.a[\"b-c\"].f(3), key, own]\nown := 4\n",
        ];
        let given = given(&texts);
        assert_eq!(given[0], texts[0].replace("a[\"b-c\"]", "p0"));
        assert_eq!(
            given[1],
            "package p1\n\n\n\n\n\nx := [data.p0.v, data.p0.w.k, data.p0.f(data.p0.w.k), data.p0.f(3), input.k, own]\nown := 4\n"
        );
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        let answer = ask(&given, "data.p1.x").unwrap();
        assert_eq!(answer.to_string(), r#"[1,2,2,3,"v",4]"#);
    }

    #[test]
    fn places_lead_back_to_the_text_that_was_written() {
        let text = "package main\nimport data.a.lib\nx if { lib.own == 6 }\n";
        let modules = [parse("package a.lib\nown := 5\n"), parse(text)];
        let index = Index::new(&modules);
        let edits = edits(&modules[1], &index);
        let names = Names::default();
        let given = apply(text, &edits, &names);
        assert_eq!(given, "package main\n\nx if { data.a.lib.own == 6 }\n");
        for part in ["x if", "6 }", "== 6"] {
            let (at, from) = (given.find(part).unwrap(), text.find(part).unwrap());
            assert_eq!(original(text, &edits, &names, at), from, "{part}");
        }
        let body = text.find("lib.own").unwrap()..text.find(" }").unwrap();
        let written = apply_within(text, &body, &edits, &names);
        assert_eq!(written, "data.a.lib.own == 6");
    }

    #[test]
    fn a_name_that_hides_an_import_hides_it_where_it_is_and_nowhere_else() {
        let given = given(&[DATA, LIB, MAIN]);
        assert_eq!(
            given[1],
            "package p0\n\nown := 5\nf(x) := data.p1.t[x]\ng(d) := d.t\n"
        );
        assert_eq!(
            given[2],
            "package p2\n\nx if { data.p0.own == 5; data.p0.f(\"a\") == 1 }\n"
        );
    }

    #[test]
    fn a_name_that_could_be_read_in_two_ways_keeps_the_file_as_it_is() {
        // The engine does not wait with an `every` for what its query uses.
        let lib = "package a.lib\nown := 5\n";
        let main = "package main\nimport data.a.lib\n\
            x if { every v in [5] { v == lib.own }; lib := input.k }\n";
        assert_eq!(given(&[lib, main])[1], main);
    }

    #[test]
    fn a_rule_that_has_data_for_a_name_of_its_own_keeps_full_names() {
        let lib = "package a.lib\nown := 5\n";
        for body in [
            "x := [data.a.lib.own, [data | some data in [1]]]",
            "f(data) := data.k\nx := data.a.lib.own",
        ] {
            let main = format!("package main\n{body}\n");
            let given = given(&[lib, &main]);
            assert_eq!(given, [lib, main.as_str()], "{body}");
        }
    }

    #[test]
    fn packages_that_are_looked_through_keep_their_names() {
        for body in [
            "x := data.a",
            "x := data.a[input.k]",
            "x := data.a.lib",
            "x := a",
        ] {
            let main = format!("package main\nimport data.a\n{body}\n");
            let given = given(&[DATA, LIB, &main]);
            assert!(given[1].starts_with("package a.lib\n"), "{body}");
            assert!(given[2].starts_with("package main\n"), "{body}");
        }
    }

    #[test]
    fn mocks_and_parameters_are_where_they_were() {
        let main = "package main\nimport data.a.lib\nimport data.params.p\n\
            x if { lib.own == 6 with data.a.lib.own as 6 }\ny := [p, data.params.q]\n";
        let given = given(&["package a.lib\nown := 5\n", main]);
        assert_eq!(
            given[1],
            "package p1\n\n\nx if { data.p0.own == 6 with data.p0.own as 6 }\ny := [data.params.p, data.params.q]\n"
        );
    }

    #[test]
    fn the_fault_is_still_there_and_worked_around() {
        let plain = ask(&[DATA, LIB, MAIN], "data.main.x");
        // If this line fails, the engine is fixed and full paths are no longer needed.
        assert_eq!(plain, None);
        let given = given(&[DATA, LIB, MAIN]);
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        let answer = ask(&given, "data.p2.x").and_then(|value| value.as_bool());
        assert_eq!(answer, Some(true));
    }
}
