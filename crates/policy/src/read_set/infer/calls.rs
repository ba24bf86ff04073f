//! Calls: what a function's body or a builtin's arguments read.

use crate::engine::{Builtin, Expr, Key, builtin};
use crate::names::meaning::globals;
use crate::names::symbol_table::Definition;
use crate::read_set::provenance::Provenance;

use crate::read_set::infer::walk::Walk;

/// Builtins that look at the type of their argument and no further.
const OF_TYPE: [&str; 7] = [
    "is_array",
    "is_boolean",
    "is_null",
    "is_number",
    "is_object",
    "is_set",
    "is_string",
];

/// What a call calls.
enum Callee<'m> {
    /// Functions of the policies, all at one path.
    Rules(Vec<Definition<'m>>),
    /// A builtin.
    Builtin(String),
    /// It is ambiguous or unknown.
    Unclear,
}

impl<'m> Walk<'_, '_, 'm> {
    pub(crate) fn call(&mut self, callee: &'m Expr, arguments: &'m [Expr]) -> Provenance {
        match self.callee(callee) {
            Callee::Rules(definitions) => self.call_rules(&definitions, arguments),
            Callee::Builtin(name) => self.call_builtin(&name, arguments),
            Callee::Unclear => {
                arguments.iter().for_each(|argument| self.unify(argument));
                self.anything()
            }
        }
    }

    /// Functions of the policies come before builtins of the same name.
    fn callee(&self, callee: &'m Expr) -> Callee<'m> {
        let Some((root, keys)) = callee.reference() else {
            return Callee::Unclear;
        };
        let names: Option<Vec<&str>> = keys.iter().map(|key| key.text()).collect();
        let Some(names) = names else {
            return Callee::Unclear;
        };
        let mut found: Vec<Vec<Definition<'m>>> = Vec::new();
        for global in globals(self.module, self.reader.index, root) {
            let Some(mut path) = global.data_path(self.module, root) else {
                continue;
            };
            path.extend(names.iter().map(|name| Key::Name((*name).to_owned())));
            let functions: Vec<Definition<'m>> = self
                .reader
                .index
                .reached(&path)
                .into_iter()
                .filter(|one| {
                    one.rule.arguments.is_some()
                        && one.module.package.len() + one.rule.path.len() == path.len()
                })
                .collect();
            if !functions.is_empty() {
                found.push(functions);
            }
        }
        match found.len() {
            0 => {
                let name = [&[root], names.as_slice()].concat().join(".");
                match builtin(&name) {
                    Builtin::Known { .. } => Callee::Builtin(name),
                    Builtin::Refused { .. } | Builtin::Missing { .. } | Builtin::Unknown => {
                        Callee::Unclear
                    }
                }
            }
            1 => found.pop().map_or(Callee::Unclear, Callee::Rules),
            _ => Callee::Unclear,
        }
    }

    fn call_rules(&mut self, definitions: &[Definition<'m>], arguments: &'m [Expr]) -> Provenance {
        let arity = definitions
            .iter()
            .filter_map(|one| one.rule.arguments.as_ref().map(Vec::len))
            .max()
            .unwrap_or_default();
        let given: Vec<Provenance> = arguments
            .iter()
            .take(arity)
            .map(|argument| self.expr(argument))
            .collect();
        let value = self.reader.called(definitions, &given, self.reads);
        // `f(x, y)` with one argument too many binds the result to `y`.
        match arguments.get(arity..) {
            None | Some([]) => value,
            Some(results) => {
                self.reads.force(&value);
                results.iter().for_each(|result| self.unify(result));
                Provenance::Determined
            }
        }
    }

    fn call_builtin(&mut self, name: &str, arguments: &'m [Expr]) -> Provenance {
        if let ("object.get", [object, key, default]) = (name, arguments) {
            return self.object_get(object, key, default);
        }
        if let ("count", [argument]) = (name, arguments) {
            let value = self.expr(argument);
            self.reads.touch(&value);
            // Equal members of a set count once.
            self.reads.force_parts(&value);
            return Provenance::Determined;
        }
        if OF_TYPE.contains(&name)
            && let [argument] = arguments
        {
            // What was put together is of the type that it was put together as.
            let value = self.expr(argument);
            self.reads.notice(&value);
            return Provenance::Determined;
        }
        // The last one can be the result.
        let (last, rest) = match arguments.split_last() {
            Some((last, rest)) => (Some(last), rest),
            None => (None, arguments),
        };
        rest.iter().for_each(|argument| self.forced(argument));
        if let Some(last) = last {
            self.unify(last);
        }
        Provenance::Determined
    }

    /// `object.get` with a constant key, or with a path that is written as an array. Its
    /// first argument's type is read with the reference to it.
    fn object_get(&mut self, object: &'m Expr, key: &'m Expr, default: &'m Expr) -> Provenance {
        let mut value = self.expr(object);
        match key {
            Expr::Array(steps, _) => {
                for step in steps {
                    value = self.behind(value, step);
                }
            }
            Expr::Text(..) => value = self.behind(value, key),
            // The key may itself be a path, of any length.
            _ => {
                self.forced(key);
                self.reads.force(&value);
            }
        }
        self.reads.notice(&value);
        value.or(self.expr(default))
    }
}
