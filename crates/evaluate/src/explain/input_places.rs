//! Places in the input that a reference of a policy leads to.
//!
//! Read-sets know all places that a reference may lead to, through names, loops, arguments and
//! the values of rules. The one that exists and has the reference's value is shown; when there
//! are several, none is certain.

use std::collections::BTreeSet;

use onus_core::json_pointer::Pointer;
use onus_policy::engine::{Expr, Key, Module, Value};
use onus_policy::names::symbol_table::Index;
use onus_policy::read_set::infer::{Reader, Trace};

/// More places than these are not gone through.
const MOST: usize = 2_000;

/// Where the references of some policies lead to.
pub struct ReferencedPlaces<'i> {
    trace: Trace,
    input: &'i Value,
}

impl<'i> ReferencedPlaces<'i> {
    /// Follows all references of the policies in an index.
    pub fn new(index: &Index<'_>, input: &'i Value) -> Self {
        Self {
            trace: Reader::trace(index),
            input,
        }
    }

    /// The place that a reference with this value leads to, if it is certain.
    pub fn place(&self, module: &Module, expr: &Expr, value: Option<&Value>) -> Option<Pointer> {
        let candidates = self.candidates(module, expr);
        match value {
            // Of what is not there, the place is only certain when there is one.
            None => single(candidates),
            Some(value) => single(
                candidates
                    .into_iter()
                    .filter(|pointer| self.input.at(pointer).as_ref() == Some(value))
                    .collect(),
            ),
        }
    }

    /// All places that a reference may lead to, as far as they are there; of a path
    /// without loops, the place whether it is there or not.
    pub fn candidates(&self, module: &Module, expr: &Expr) -> BTreeSet<Pointer> {
        let Some(span) = expr
            .reference()
            .and_then(|(_, keys)| expr.stretch(keys.len()))
        else {
            return BTreeSet::new();
        };
        let standing = (std::ptr::from_ref(module), span.start, span.end);
        let Some((paths, _)) = self.trace.get(&standing) else {
            return BTreeSet::new();
        };
        let mut found = BTreeSet::new();
        for path in paths {
            self.expand(path, &Pointer::root(), self.input, &mut found);
        }
        found
    }

    fn expand(&self, path: &[Key], at: &Pointer, value: &Value, found: &mut BTreeSet<Pointer>) {
        if found.len() > MOST {
            return;
        }
        match path.split_first() {
            None => {
                found.insert(at.clone());
            }
            Some((Key::Name(name), rest)) => {
                let below = at.child(name.clone());
                match value.at(&Pointer::root().child(name.clone())) {
                    Some(value) => self.expand(rest, &below, &value, found),
                    // Not there: it would stand here, unless a loop follows.
                    None => {
                        let names: Option<Vec<&String>> = rest
                            .iter()
                            .map(|key| match key {
                                Key::Name(name) => Some(name),
                                Key::Any | Key::Element => None,
                            })
                            .collect();
                        if let Some(names) = names {
                            found.insert(
                                names
                                    .into_iter()
                                    .fold(below, |at, name| at.child(name.clone())),
                            );
                        }
                    }
                }
            }
            Some((Key::Any | Key::Element, rest)) => {
                if value.is_array() {
                    for (number, item) in value.items().iter().enumerate() {
                        self.expand(rest, &at.child(number.to_string()), item, found);
                    }
                }
                for (key, item) in value.entries() {
                    self.expand(rest, &at.child(key.to_string()), &item, found);
                }
            }
        }
    }
}

fn single(candidates: BTreeSet<Pointer>) -> Option<Pointer> {
    let mut candidates = candidates.into_iter();
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}
