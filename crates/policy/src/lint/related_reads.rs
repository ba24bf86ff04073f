//! Relation reads: which relations below `input.related` each control reads.

use std::collections::BTreeSet;

use crate::lint::workspace::{File, Workspace};
use crate::load::role::{ControlRole, Role};
use crate::names::symbol_table::RuleId;
use crate::read_set::infer::Reader;
use onus_core::json_pointer::Pointer;
use onus_core::relation_path::Step;

/// The first step of a read below `input.related`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RelationRead {
    /// A named relation.
    Named(String),
    /// Children of a type, or of any.
    Children(Option<String>),
    /// Anything.
    Any,
}

impl RelationRead {
    /// Whether it is what a declared step leads to.
    pub(crate) fn is(&self, step: &Step) -> bool {
        match (self, step) {
            (Self::Any, _) | (Self::Children(None), Step::Children(_)) => true,
            (Self::Named(name), Step::Named(declared)) => name == declared,
            (Self::Children(Some(kind)), Step::Children(declared)) => {
                kind.eq_ignore_ascii_case(declared)
            }
            _ => false,
        }
    }

    /// The relation as `needs` declares it.
    pub(crate) fn words(&self) -> Option<String> {
        match self {
            Self::Named(name) => Some(name.clone()),
            Self::Children(kind) => Some(format!("children.{}", kind.as_ref()?)),
            Self::Any => None,
        }
    }

    fn of(pointer: &Pointer) -> Option<Self> {
        let tail = pointer.strip(&Pointer::parse("/related"))?;
        let mut segments = tail.segments();
        Some(match segments.next() {
            None => Self::Any,
            Some("children") => Self::Children(segments.next().map(str::to_owned)),
            Some(name) => Self::Named(name.to_owned()),
        })
    }
}

/// Visits each control with the relations that it reads.
pub(crate) fn each_control<'w>(
    workspace: &Workspace<'w>,
    mut visit: impl FnMut(&'w File, &ControlRole, &BTreeSet<RelationRead>),
) {
    let mut reader = Reader::new(&workspace.index);
    for file in workspace.policies() {
        let Some(Role::Control(control)) = file.role() else {
            continue;
        };
        let mut reads = BTreeSet::new();
        for name in ["deny", "applies"] {
            let id = RuleId {
                package: file.module.package.clone(),
                name: name.to_owned(),
            };
            reads.extend(
                reader
                    .of(&id)
                    .pointers()
                    .iter()
                    .filter_map(RelationRead::of),
            );
        }
        visit(file, control, &reads);
    }
}
