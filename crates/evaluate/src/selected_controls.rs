//! Selected controls of a resource type.

use onus_policy::Control;

use crate::evaluator::Evaluator;

/// The controls of a type.
#[derive(Debug, Default)]
pub(crate) struct Controls<'e> {
    /// The selected ones.
    pub selected: Vec<&'e Control>,
    /// Those that are not selected, but whose decisions a selected one reads.
    pub supporting: Vec<&'e Control>,
}

impl<'e> Controls<'e> {
    /// The controls for a type.
    pub fn of(evaluator: &'e Evaluator, kind: &str) -> Self {
        let matches = |control: &&Control| control.resources.matches(kind);
        let selected: Vec<&Control> = evaluator.selected().filter(matches).collect();
        let looks = selected.iter().any(|control| control.looks_at_layers());
        Self {
            supporting: if looks {
                evaluator.supporting().filter(matches).collect()
            } else {
                Vec::new()
            },
            selected,
        }
    }

    /// Those for resources of a type that a plan removes.
    pub fn of_removed(evaluator: &'e Evaluator, kind: &str) -> Self {
        let matches =
            |control: &&Control| !control.changes.is_empty() && control.resources.matches(kind);
        Self {
            selected: evaluator.selected().filter(matches).collect(),
            supporting: Vec::new(),
        }
    }

    /// Those of the inventory as one.
    pub fn of_inventory(evaluator: &'e Evaluator) -> Self {
        let is_inventory = |control: &&Control| control.resources.is_inventory();
        Self {
            selected: evaluator.selected().filter(is_inventory).collect(),
            supporting: Vec::new(),
        }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &'e Control> {
        self.selected.iter().chain(&self.supporting).copied()
    }
}
