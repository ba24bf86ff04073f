//! What all templates of one document share: problems, numbers of templates, and the effort
//! that is left.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;

use crate::json::outline::Members;

/// What all expressions of a document may cost together, in bytes and steps of 16:
/// variables can multiply other variables.
const EFFORT: usize = 100_000_000;

/// What all templates of one document share.
pub struct Shared {
    pub(super) document: Arc<Document>,
    pub(super) stem: String,
    left: Cell<usize>,
    /// The numbers of templates, by where they are in the document, and what is around.
    templates: RefCell<BTreeMap<(usize, String), usize>>,
    /// Undeclared names that were already reported: the place of the template, whether it is a
    /// parameter, the name.
    pub(super) missing: RefCell<BTreeSet<(usize, bool, String)>>,
    pub(super) problems: RefCell<Vec<Diagnostic>>,
}

impl Shared {
    /// For a document, and the name that the ids of its resources start with.
    pub fn new(document: &Arc<Document>, stem: &str) -> Rc<Self> {
        Rc::new(Self {
            document: Arc::clone(document),
            stem: stem.to_owned(),
            left: Cell::new(EFFORT),
            templates: RefCell::default(),
            missing: RefCell::default(),
            problems: RefCell::default(),
        })
    }

    /// Takes the problems with expressions.
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.problems.take()
    }

    /// Where the first member of a template is in the document.
    pub(super) fn start_of(&self, template: &Members<'_>) -> usize {
        let first = template.iter().next();
        let range = first.and_then(|(_, part)| self.document.range_of(part.get()));
        range.map_or(usize::MAX, |range| range.start)
    }

    /// Nothing for the first template of the document, then a number.
    pub(super) fn place_of(&self, start: usize, around: &str) -> String {
        let mut templates = self.templates.borrow_mut();
        let next = templates.len();
        match *templates.entry((start, around.to_owned())).or_insert(next) {
            0 => String::new(),
            number => format!("#{number}"),
        }
    }

    /// Whether this cost can be spent; then it is.
    pub(super) fn affords(&self, cost: usize) -> bool {
        cost < self.left.get() && self.spend(cost)
    }

    pub(super) fn spend(&self, cost: usize) -> bool {
        let left = self.left.get().saturating_sub(cost);
        self.left.set(left);
        left > 0
    }
}
