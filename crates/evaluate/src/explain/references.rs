//! References of a statement to rules.

use onus_policy::engine::{Expr, Statement};
use onus_policy::names::meaning::Meaning;
use onus_policy::names::resolved::Resolved;
use onus_policy::names::symbol_table::{Definition, RuleId, Target, keys_of};

use super::walk::{ExplainedDefinition, Walker, statement_of, text_of};

/// A rule that a statement refers to.
pub(crate) struct Reference<'e> {
    pub id: RuleId,
    /// As it is written.
    pub name: String,
    /// Of a call.
    pub arguments: Option<&'e [Expr]>,
}

impl<'w> Walker<'w> {
    /// What a statement refers to among the rules, once each.
    pub(crate) fn references<'e>(
        &self,
        definition: &ExplainedDefinition<'_, 'w>,
        statement: &'e Statement,
        follows_calls: bool,
    ) -> Vec<Reference<'e>> {
        let module = definition.file.module();
        let names = Resolved::of(module, definition.rule, &self.index);
        let mut found: Vec<Reference<'e>> = Vec::new();
        statement.walk(&mut |expr| {
            let (refers, arguments) = match expr {
                // Where a function gives a value, that says enough of it; whether a
                // condition holds does not.
                Expr::Call {
                    callee, arguments, ..
                } if follows_calls => (callee.as_ref(), Some(arguments.as_slice())),
                Expr::Call { .. } => return,
                expr => (expr, None),
            };
            let Some((root, keys)) = refers.reference() else {
                return;
            };
            let meaning = names.root(refers);
            let Some(mut path) = meaning.and_then(|name| name.data_path(module, root)) else {
                return;
            };
            let written = path.len();
            path.extend(keys_of(&keys));
            let Target::Rule {
                id,
                definitions,
                used,
            } = self.index.resolve(&path)
            else {
                return;
            };
            if self.is_plain(definitions) || found.iter().any(|known| known.id == id) {
                return;
            }
            let name = refers
                .stretch(used.saturating_sub(written))
                .map(|span| text_of(definition.file, &span))
                .unwrap_or_else(|| id.name.clone());
            found.push(Reference {
                id,
                name,
                arguments,
            });
        });
        found
    }

    /// Whether the value of a rule says where it comes from: it refers to the input, or
    /// to another rule.
    pub(crate) fn leads_on(&self, definition: &ExplainedDefinition<'_, 'w>, value: &Expr) -> bool {
        let statement = statement_of(value);
        let mut reads = false;
        statement.walk(&mut |expr| {
            reads |= expr.reference().is_some_and(|(root, _)| root == "input");
        });
        reads || !self.references(definition, &statement, false).is_empty()
    }

    /// Whether a rule is a constant, about which there is nothing to tell.
    fn is_plain(&self, definitions: &[Definition<'_>]) -> bool {
        definitions.iter().all(|definition| {
            let names = Resolved::of(definition.module, definition.rule, &self.index);
            let leads = names.meanings().any(|name| Meaning::global(name).is_some());
            !leads && definition.rule.arguments.is_none()
        })
    }
}
