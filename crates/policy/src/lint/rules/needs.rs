//! Relations: `input.related` holds what `needs` declares and nothing else.

use std::collections::BTreeSet;

use crate::compile::symbol_table::RuleId;
use crate::lint::finding::Findings;
use crate::lint::workspace::{File, Workspace};
use crate::load::policy_file::{ControlRole, Role};
use crate::read_set::infer::Reader;
use onus_core::json_pointer::Pointer;
use onus_core::relation_path::Step;

/// Finds relations that are read and not declared.
pub fn undeclared(workspace: &Workspace<'_>, findings: &mut Findings) {
    each(workspace, |file, control, ways| {
        for way in ways {
            let is_declared = control
                .needs
                .iter()
                .filter_map(|need| need.steps().first())
                .any(|step| way.is(step));
            let Some(words) = way.words().filter(|_| !is_declared) else {
                continue;
            };
            findings.add(
                &file.document,
                &file.metadata_key("needs"),
                format!("the control reads `input.related.{words}` and does not declare it, so nothing will be there"),
                format!("add `{words}` to `needs` in METADATA"),
            );
        }
    });
}

/// Finds relations that are declared and not read.
pub fn unused(workspace: &Workspace<'_>, findings: &mut Findings) {
    each(workspace, |file, control, ways| {
        for need in &control.needs {
            let is_read = need
                .steps()
                .first()
                .is_none_or(|step| ways.iter().any(|way| way.is(step)));
            if !is_read {
                findings.add(
                    &file.document,
                    &file.metadata_key("needs"),
                    format!("the control declares `{need}` and never reads it"),
                    "take it out of `needs`: every run with this control looks for all relations of all resources",
                );
            }
        }
    });
}

/// The first step of what is read below `input.related`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// One that is named.
    Named(String),
    /// Children of a type, or of any.
    Children(Option<String>),
    /// Anything.
    Any,
}

impl Way {
    fn is(&self, step: &Step) -> bool {
        match (self, step) {
            (Self::Any, _) | (Self::Children(None), Step::Children(_)) => true,
            (Self::Named(name), Step::Named(declared)) => name == declared,
            (Self::Children(Some(kind)), Step::Children(declared)) => {
                kind.eq_ignore_ascii_case(declared)
            }
            _ => false,
        }
    }

    /// As `needs` would have it.
    fn words(&self) -> Option<String> {
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

fn each<'w>(
    workspace: &Workspace<'w>,
    mut visit: impl FnMut(&'w File, &ControlRole, &BTreeSet<Way>),
) {
    let mut reader = Reader::new(&workspace.index);
    for file in workspace.policies() {
        let Some(Role::Control(control)) = file.role() else {
            continue;
        };
        let mut ways = BTreeSet::new();
        for name in ["deny", "applies"] {
            let id = RuleId {
                package: file.module.package.clone(),
                name: name.to_owned(),
            };
            ways.extend(reader.of(&id).pointers().iter().filter_map(Way::of));
        }
        visit(file, control, &ways);
    }
}
