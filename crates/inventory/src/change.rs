//! Changes of a resource: what a plan does to it, and what happened to it since the last run.

use std::sync::Arc;

use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::ChangeKind;

use crate::resource::{Body, Place};

/// The action that a plan has for a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedAction {
    /// The resource stays as it is.
    Nothing,
    /// A change.
    Change(ChangeKind),
    /// Actions that onus doesn't know, so that it could be any change.
    Unknown,
}

impl PlannedAction {
    /// The action that Terraform's list of actions means.
    ///
    /// See <https://developer.hashicorp.com/terraform/internals/json-format#change-representation>.
    pub fn of_terraform(actions: &[String]) -> Self {
        let has = |action: &str| actions.iter().any(|one| one == action);
        let is_known = |action: &String| {
            ["no-op", "read", "create", "update", "delete", "forget"].contains(&action.as_str())
        };
        if actions.is_empty() || !actions.iter().all(is_known) {
            return Self::Unknown;
        }
        let is_ended = has("delete") || has("forget");
        Self::Change(match () {
            () if has("create") && is_ended => ChangeKind::Replace,
            () if has("delete") => ChangeKind::Delete,
            () if has("forget") => ChangeKind::Forget,
            () if has("create") => ChangeKind::Create,
            () if has("update") => ChangeKind::Update,
            () => return Self::Nothing,
        })
    }

    /// The word that policies see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Change(kind) => kind.as_str(),
            Self::Unknown => "unknown",
        }
    }
}

/// What a plan does to a resource.
#[derive(Debug, Clone)]
pub struct Change {
    /// The action.
    pub action: PlannedAction,
    /// The actions as the plan lists them.
    pub actions: Vec<String>,
    /// Whether the resource is gone after the plan.
    pub is_removed: bool,
    /// The plan's record, which has `change.actions` and `change.before`.
    pub record: Body,
    /// What happened to the resource outside of the tool.
    pub drift: Option<Drift>,
}

/// What happened to a resource outside of the tool since its last run.
#[derive(Debug, Clone)]
pub struct Drift {
    /// What happened.
    pub action: PlannedAction,
    /// The actions as the plan lists them.
    pub actions: Vec<String>,
    /// The plan's record, which has `change.before` and `change.after`.
    pub record: Body,
}

impl Change {
    /// Whether it is one of these kinds. Unknown actions are every kind, so that no control
    /// misses one.
    pub fn is_one_of(&self, kinds: &[ChangeKind]) -> bool {
        let planned = match self.action {
            PlannedAction::Nothing => false,
            PlannedAction::Change(kind) => kinds.contains(&kind),
            PlannedAction::Unknown => kinds.iter().any(|kind| *kind != ChangeKind::Drift),
        };
        planned || (self.drift.is_some() && kinds.contains(&ChangeKind::Drift))
    }

    /// The values before the plan, as JSON.
    pub fn before(&self) -> Option<&str> {
        // The record of drift is about what happened before the plan.
        let record = Some(&self.record).filter(|_| !self.is_only_drift());
        record?.value_text(&before())
    }

    /// The place of the values before the plan in the record of a resource, if that is the
    /// plan's own.
    pub fn before_in(&self, record: &Body) -> Option<Pointer> {
        let is_own = Arc::ptr_eq(&record.document, &self.record.document)
            && record.range == self.record.range
            && !self.is_only_drift();
        is_own.then(before)
    }

    /// Whether the plan has no record of the resource but that of its drift.
    fn is_only_drift(&self) -> bool {
        let drift = self.drift.as_ref();
        drift.is_some_and(|drift| drift.record.pointer == self.record.pointer)
    }

    /// The place of a pointer into `input.change`.
    pub fn place(&self, pointer: &Pointer) -> Option<Place> {
        let (record, tail) = match pointer.strip(&Pointer::parse("/drift")) {
            Some(tail) => (&self.drift.as_ref()?.record, tail),
            None => (&self.record, pointer.clone()),
        };
        let native = match tail.strip(&Pointer::parse("/action")) {
            Some(_) => Pointer::parse("/change/actions"),
            None => Pointer::parse("/change").join(&tail),
        };
        Some(record.place(&native))
    }
}

impl Drift {
    /// The values before, as JSON.
    pub fn before(&self) -> Option<&str> {
        self.record.value_text(&before())
    }

    /// The values as they are now, as JSON.
    pub fn after(&self) -> Option<&str> {
        self.record.value_text(&Pointer::parse("/change/after"))
    }
}

fn before() -> Pointer {
    Pointer::parse("/change/before")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_actions_has_one_meaning() {
        for (actions, expected) in [
            (&["no-op"][..], "none"),
            (&["create"], "create"),
            (&["update"], "update"),
            (&["delete"], "delete"),
            (&["forget"], "forget"),
            (&["delete", "create"], "replace"),
            (&["create", "delete"], "replace"),
            (&["create", "forget"], "replace"),
            (&["delete", "forget"], "delete"),
            (&["delete", "new-word"], "unknown"),
            (&[], "unknown"),
        ] {
            let actions: Vec<String> = actions.iter().map(|&word| word.to_owned()).collect();
            let found = PlannedAction::of_terraform(&actions);
            assert_eq!(found.as_str(), expected, "{actions:?}");
        }
    }
}
