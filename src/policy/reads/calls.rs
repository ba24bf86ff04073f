//! What calls look at: a function's body, or a builtin's arguments.

use super::{Scope, Walk};
use crate::engine::{Expr, Key};
use crate::policy::index::{Target, data_root};
use crate::policy::read_set::Places;

/// Builtins that look at the kind or the size of their argument and no further.
const SHALLOW: [&str; 8] = [
    "count",
    "is_array",
    "is_boolean",
    "is_null",
    "is_number",
    "is_object",
    "is_set",
    "is_string",
];

impl<'m> Walk<'_, '_, 'm> {
    pub(super) fn call(
        &mut self,
        function: &[String],
        arguments: &'m [Expr],
        scope: &mut Scope,
    ) -> Places {
        let name = function.join(".");
        if let ("object.get", [object, key, default]) = (name.as_str(), arguments) {
            return self.object_get(object, key, default, scope);
        }
        if SHALLOW.contains(&name.as_str())
            && let [argument] = arguments
        {
            let places = self.expr(argument, scope);
            self.reads.touch(&places);
            self.reads.force_members(&places);
            return Places::default();
        }
        let target = function
            .split_first()
            .and_then(|(root, rest)| {
                let mut path = data_root(self.module, self.reader.index, root)?;
                path.extend(rest.iter().cloned().map(Key::Name));
                Some(path)
            })
            .and_then(|path| match self.reader.index.resolve(&path) {
                Target::Rule {
                    id, definitions, ..
                } => {
                    let arity = definitions
                        .iter()
                        .find_map(|definition| definition.rule.arguments.as_ref().map(Vec::len))?;
                    Some((id, arity))
                }
                _ => None,
            });
        let Some((id, arity)) = target else {
            for argument in arguments {
                self.forced(argument, scope);
            }
            return Places::default();
        };
        let places: Vec<Places> = arguments
            .iter()
            .take(arity)
            .map(|argument| self.expr(argument, scope))
            .collect();
        let (reads, value) = self.reader.call(&id, &places);
        self.reads.extend(&reads);
        // `f(x, y)` with one argument too many binds the result to `y`.
        match arguments.get(arity) {
            Some(Expr::Var(name, _)) if self.is_local(name) => {
                scope.entry(name.clone()).or_default().join(value);
                Places::default()
            }
            Some(pattern) => {
                self.reads.force(&value);
                self.forced(pattern, scope);
                Places::default()
            }
            None => value,
        }
    }

    fn object_get(
        &mut self,
        object: &'m Expr,
        key: &'m Expr,
        default: &'m Expr,
        scope: &mut Scope,
    ) -> Places {
        let mut places = self.expr(object, scope);
        match key {
            Expr::Array(steps, _) => {
                for step in steps {
                    let key = self.key(step, scope);
                    places = places.at(&key);
                }
            }
            Expr::Text(..) => {
                let key = self.key(key, scope);
                places = places.at(&key);
            }
            // The key may itself be a path, of any length.
            _ => {
                self.forced(key, scope);
                self.reads.force(&places);
            }
        }
        places.join(self.expr(default, scope));
        places
    }
}
