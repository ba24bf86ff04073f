//! Statement of a rule's body: its values, and the rules that it refers to.

use std::collections::BTreeSet;

use onus_policy::engine::{Expr, Literal, Statement, Value};
use onus_policy::probe::{Binding, Explanation as Held, bound};

use super::walk::{DEEPEST, ExplainedDefinition, Role, Walker, text_of};
use super::{RuleTrace, Shown, StatementTrace, at};
use crate::explain::shown_value;
use crate::explain::shown_value::Shower;

impl<'w> Walker<'w> {
    /// One statement, with the values that variables have after those of `context`.
    pub(crate) fn statement(
        &mut self,
        definition: &ExplainedDefinition<'_, 'w>,
        context: &[Statement],
        statement: &Statement,
        held: &Held,
        role: Role,
        said: &mut BTreeSet<String>,
    ) -> StatementTrace {
        let failed = held
            .failed
            .as_ref()
            .filter(|failed| failed.span == statement.extent());
        let follows_calls = failed.is_some() || role == Role::Condition;
        let (because, shown_before) = self.because(definition, context, statement, follows_calls);
        let parts = match failed {
            Some(failed) => failed.parts.clone(),
            None => definition.subject.parts(context, statement),
        };
        StatementTrace {
            at: at(definition.file.document(), &statement.extent()),
            text: text_of(definition.file, &statement.extent()),
            holds: failed.is_none(),
            values: self.values(definition, statement, held, &parts, said),
            because,
            shown_before,
        }
    }

    /// The values of a statement: of the variables in it, then of its parts.
    fn values(
        &self,
        definition: &ExplainedDefinition<'_, 'w>,
        statement: &Statement,
        held: &Held,
        parts: &[Binding],
        said: &mut BTreeSet<String>,
    ) -> Vec<Shown> {
        let module = definition.file.module();
        let shower = Shower {
            examined: self.examined,
            behind: &self.behind,
        };
        let mut values: Vec<Shown> = Vec::new();
        let holds = held
            .failed
            .as_ref()
            .is_none_or(|failed| failed.span != statement.extent());
        let whole = match &statement.literal {
            Literal::Expr(Expr::Assign { right, .. }) => Some(right.as_ref()),
            _ => None,
        };
        let own = bound(std::slice::from_ref(statement));
        let mut mentioned: Vec<&str> = own.clone();
        statement.walk(&mut |expr| {
            if let Expr::Var(name, _) = expr {
                mentioned.push(name);
            }
        });
        let arguments = definition
            .subject
            .given
            .iter()
            .filter_map(|(pattern, value)| {
                let Expr::Var(name, _) = pattern else {
                    return None;
                };
                Some((name.as_str(), Some(value)))
            });
        let known: Vec<(&str, Option<&Value>)> = held
            .bindings
            .iter()
            .map(|binding| (binding.text.as_str(), binding.value.as_ref()))
            .chain(arguments)
            .collect();
        for name in mentioned {
            let Some((_, value)) = known.iter().find(|(other, _)| *other == name) else {
                continue;
            };
            if said.insert(name.to_owned()) {
                let source = whole.filter(|_| own.contains(&name));
                values.push(shower.variable(module, name, *value, source));
            }
        }
        for part in parts {
            let expr = part
                .span
                .as_ref()
                .and_then(|span| shown_value::at(statement, span));
            // What a variable was given is the variable's value, and what was to be given
            // to one and is not there is told by its parts; a collection that something
            // was found in says less than what was.
            let is_whole = whole
                .filter(|whole| holds || whole.reference().is_none())
                .is_some_and(|whole| Some(whole.extent()) == part.span);
            let is_said = is_whole
                || (holds
                    && matches!(&statement.literal, Literal::SomeIn { collection, .. }
                        if Some(collection.extent()) == part.span));
            if !is_said && said.insert(part.text.clone()) {
                values.push(shower.part(module, part, expr));
            }
        }
        values
    }

    /// The rules that a statement refers to, and the names of those that are shown
    /// already.
    fn because(
        &mut self,
        definition: &ExplainedDefinition<'_, 'w>,
        context: &[Statement],
        statement: &Statement,
        follows_calls: bool,
    ) -> (Vec<RuleTrace>, Vec<String>) {
        let mut because = Vec::new();
        let mut shown_before = Vec::new();
        // With another document in the place of the input, they are others.
        if definition.depth >= DEEPEST || !statement.with.is_empty() {
            return (because, shown_before);
        }
        for reference in self.references(definition, statement, follows_calls) {
            let arguments = reference.arguments.map(|arguments| {
                arguments
                    .iter()
                    .map(|argument| self.argument(definition, context, argument))
                    .collect::<Option<Vec<(Value, Shown)>>>()
            });
            let arguments = match arguments {
                // One that is undefined makes the call undefined.
                Some(None) => continue,
                Some(Some(arguments)) => arguments,
                None => Vec::new(),
            };
            let values = arguments.iter().map(|(value, _)| value.to_string());
            let key = (reference.id.clone(), values.collect());
            if !self.seen.insert(key) {
                shown_before.push(reference.name);
                continue;
            }
            let trace = self.trace(
                &reference.id,
                &reference.name,
                &arguments,
                definition.depth + 1,
            );
            if !trace.bodies.is_empty() {
                because.push(trace);
            }
        }
        shown_before.sort();
        shown_before.dedup();
        (because, shown_before)
    }

    fn argument(
        &self,
        definition: &ExplainedDefinition<'_, 'w>,
        context: &[Statement],
        argument: &Expr,
    ) -> Option<(Value, Shown)> {
        let value = definition
            .subject
            .values(context, argument)
            .ok()?
            .into_iter()
            .next()?;
        let shower = Shower {
            examined: self.examined,
            behind: &self.behind,
        };
        let binding = Binding {
            text: text_of(definition.file, &argument.extent()),
            span: Some(argument.extent()),
            value: Some(value.clone()),
        };
        let expr = argument.reference().is_some().then_some(argument);
        let shown = Shown {
            is_constant: !holds_names(argument),
            ..shower.part(definition.file.module(), &binding, expr)
        };
        Some((value, shown))
    }
}

/// Whether an expression has a name in it, and so is not what is written.
fn holds_names(expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |part| found |= part.reference().is_some());
    found
}
