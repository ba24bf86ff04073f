//! Unknown facts that a question depends on.

use std::fmt;

use onus_core::json_pointer::Pointer;
use onus_policy::engine::Value;
use onus_policy::{Misfit, Question};

use crate::input_document::Facts;

/// A fact that a question may read and that is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnknownFact {
    /// A reader or a linker marked it.
    Marked(Pointer),
    /// The value there has a type that nothing can be read from.
    Misfit(Misfit),
}

impl UnknownFact {
    /// Where it is in the input.
    pub fn pointer(&self) -> &Pointer {
        match self {
            Self::Marked(pointer) => pointer,
            Self::Misfit(misfit) => &misfit.pointer,
        }
    }
}

/// What follows from an unknown fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// The requirement can't be decided.
    Undecided,
    /// It is violated whatever the fact is; there may be more violations.
    MayHaveMore,
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Undecided => "this can't be decided",
            Self::MayHaveMore => "there may be more violations",
        })
    }
}

impl UnknownFact {
    /// The fact, and what follows from it.
    pub fn message(&self, consequence: Consequence) -> String {
        match self {
            Self::Marked(pointer) => format!("`{pointer}` is not known, so {consequence}"),
            Self::Misfit(Misfit {
                pointer,
                found,
                wanted,
            }) => format!(
                "`{pointer}` is {found}, so {wanted} can't be read from it and {consequence}: export the resource again, or correct the value"
            ),
        }
    }
}

/// All unknown facts that a question may read, in the order of their pointers. Of a
/// value that is marked, and of values within it, no more is said than that.
pub fn unknown_facts(question: &Question, facts: &Facts) -> Vec<UnknownFact> {
    let input = native(facts);
    let marked = facts
        .unknown
        .iter()
        .filter(|pointer| question.reads_in(facts.phase).touches(pointer, &input))
        .cloned()
        .map(UnknownFact::Marked);
    let misfits = misfits(question, facts)
        .into_iter()
        .map(UnknownFact::Misfit);
    let mut found: Vec<UnknownFact> = marked.chain(misfits).collect();
    found.sort_by(|a, b| a.pointer().cmp(b.pointer()));
    found
}

/// The first unknown fact that a question may read, marked ones first.
pub fn first_unknown(question: &Question, facts: &Facts) -> Option<Pointer> {
    let marked = facts.unknown.iter();
    let input = native(facts);
    let mut marked =
        marked.filter(|pointer| question.reads_in(facts.phase).touches(pointer, &input));
    marked.next().cloned().or_else(|| {
        misfits(question, facts)
            .into_iter()
            .next()
            .map(|misfit| misfit.pointer)
    })
}

/// The values that a question can't read what it wants from, apart from marked ones.
pub fn misfits(question: &Question, facts: &Facts) -> Vec<Misfit> {
    let mut found = question.expected.misfits(|name| facts.root(name));
    found.retain(|misfit| {
        let mut marked = facts.unknown.iter();
        !marked.any(|unknown| misfit.pointer.strip(unknown).is_some())
    });
    found
}

/// What a question's unknown facts lie in; nothing where there are none.
fn native(facts: &Facts) -> Value {
    match facts.unknown.as_slice() {
        [] => Value::null(),
        _ => facts.native(),
    }
}
