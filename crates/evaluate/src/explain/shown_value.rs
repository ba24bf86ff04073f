//! Values of an explanation, without secrets.

use crate::Examined;
use onus_core::json_pointer::Pointer;
use onus_core::secret::WITHHELD;
use onus_policy::engine::{Expr, Module, Statement, Value};
use onus_policy::probe::Binding;

use crate::explain::input_places::ReferencedPlaces;
use crate::explain::{Shown, fact};

/// Who turns values into what may be shown of them.
pub struct Shower<'s> {
    pub examined: &'s Examined<'s>,
    pub behind: &'s ReferencedPlaces<'s>,
}

impl Shower<'_> {
    /// A part of a statement. `expr` is what is written there.
    pub fn part(&self, module: &Module, binding: &Binding, expr: Option<&Expr>) -> Shown {
        let value = binding.value.as_ref();
        let candidates = expr.map(|expr| self.behind.candidates(module, expr));
        let is_sensitive = candidates
            .iter()
            .flatten()
            .any(|pointer| self.examined.is_sensitive(pointer));
        let pointer = expr.and_then(|expr| self.behind.place(module, expr, value));
        let name = pointer
            .as_ref()
            .and_then(Pointer::last)
            .or_else(|| expr.and_then(last_name))
            .unwrap_or(&binding.text);
        Shown {
            text: one_line(&binding.text),
            value: value.map(|value| {
                if is_sensitive {
                    serde_json::Value::from(WITHHELD)
                } else {
                    self.examined.shown(name, value)
                }
            }),
            is_constant: false,
            input: pointer.map(|pointer| fact(self.examined, pointer)),
        }
    }

    /// A variable; `source` is what it stands for, where that is written as a
    /// reference.
    pub fn variable(
        &self,
        module: &Module,
        name: &str,
        value: Option<&Value>,
        source: Option<&Expr>,
    ) -> Shown {
        let binding = Binding {
            text: name.to_owned(),
            span: None,
            value: value.cloned(),
        };
        self.part(module, &binding, source)
    }
}

/// The last name of a reference: what its value is called in the input.
fn last_name(expr: &Expr) -> Option<&str> {
    expr.reference()?.1.iter().rev().find_map(|key| key.text())
}

/// The expression of a statement at a place.
pub fn at<'e>(statement: &'e Statement, span: &onus_policy::engine::Span) -> Option<&'e Expr> {
    let mut found = None;
    statement.walk(&mut |expr| {
        if expr.extent() == *span {
            found = found.or(Some(expr));
        }
    });
    found
}

/// A text in one line, without the spaces that it is set with.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
