//! The state of `onus watch` between runs: a snapshot after one line with the facts that a
//! snapshot does not have.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::snapshot::parse::{About, parse_about};
use crate::snapshot::{Fault, ResourceKey, Snapshot, render};
use onus_core::decision::hex;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

/// The version of the file; a change that older programs can't read is another one. In
/// version 1, a resource had no origin.
const FORMAT: u64 = 2;

/// The version without origins.
const WITHOUT_ORIGINS: u64 = 1;

/// What was decided when a run was whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The inventory files, with the number of resources in each.
    pub inventories: BTreeMap<String, usize>,
    /// What was decided about all of them.
    pub snapshot: Snapshot,
    /// Whether its resources have origins.
    pub origins: Origins,
}

/// Whether the resources of a state have the inventory that their ids are unique within.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origins {
    /// They have.
    #[default]
    Known,
    /// The state is of version 1.
    Unknown,
}

impl Origins {
    /// The key of a resource in such a state.
    pub fn key(self, key: ResourceKey) -> ResourceKey {
        match self {
            Self::Known => key,
            Self::Unknown => ResourceKey::from(key.id()),
        }
    }
}

impl State {
    /// The decisions, with the keys of an older state: so that both can be compared.
    pub fn comparable_with(&self, before: &Self) -> Snapshot {
        let snapshot = self.snapshot.clone();
        match before.origins {
            Origins::Known => snapshot,
            Origins::Unknown => snapshot.with_keys(&|key| before.origins.key(key)),
        }
    }
}

/// Why a text is no state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateError {
    /// What is wrong.
    pub fault: StateFault,
    /// Where.
    pub range: Range<usize>,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StateFault {
    /// It does not begin as one.
    #[error("this is no state of `onus watch`")]
    Foreign,
    /// A version that this program does not know.
    #[error(
        "this state has format {0}, and this program reads formats {WITHOUT_ORIGINS} to {FORMAT}"
    )]
    OtherFormat(String),
    /// The first line lacks something, or has more than it should.
    #[error("the first line of this state can't be read: {0}")]
    BadHead(String),
    /// It is not what was written.
    #[error("this state is damaged: it is not what its first line was written for")]
    Damaged,
    /// Its snapshot is none.
    #[error("{0}")]
    Snapshot(Fault),
}

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    onus_watch: u64,
    inventories: BTreeMap<String, usize>,
    /// Of what follows.
    sha256: String,
}

/// As much of it as every version has.
#[derive(Deserialize)]
struct Version {
    onus_watch: serde_json::Value,
}

impl StateError {
    /// The error as a problem in the file.
    pub fn problem(&self, document: &Arc<Document>) -> Diagnostic {
        let name = document.name();
        let anew =
            format!("delete `{name}`: what is decided then is the base of what is told later");
        let problem = match &self.fault {
            StateFault::Snapshot(fault) => {
                Diagnostic::error(fault.to_string()).at(Spot::new(document, self.range.clone()))
            }
            fault => Diagnostic::error(format!("`{name}` can't be relied on: {fault}")),
        };
        problem.help(match &self.fault {
            StateFault::Foreign => {
                format!("give `--state` a file of its own; if this one is damaged, {anew}")
            }
            StateFault::OtherFormat(_) => {
                format!("use the version of onus that wrote it, or {anew}")
            }
            _ => format!("take it back from a backup, or {anew}"),
        })
    }
}

/// The text of a state's file.
pub fn render_state(state: &State) -> String {
    let text = render(&state.snapshot);
    let head = Head {
        onus_watch: FORMAT,
        inventories: state.inventories.clone(),
        sha256: digest(&text),
    };
    // Numbers and texts can always be written.
    let head = serde_json::to_string(&head).unwrap_or_default();
    format!("{head}\n{text}")
}

/// Reads the text of a state.
///
/// # Errors
/// It is none, of another version, or not what was written.
pub fn parse_state(text: &str) -> Result<State, StateError> {
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let fail = |fault| StateError {
        fault,
        range: 0..head.len(),
    };
    let Ok(version) = serde_json::from_str::<Version>(head) else {
        return Err(fail(StateFault::Foreign));
    };
    let (origins, about) = if version.onus_watch == FORMAT {
        (Origins::Known, About::SeveralInventories)
    } else if version.onus_watch == WITHOUT_ORIGINS {
        (Origins::Unknown, About::OneInventory)
    } else {
        let found = version.onus_watch.to_string();
        return Err(fail(StateFault::OtherFormat(found)));
    };
    let said: Head =
        serde_json::from_str(head).map_err(|error| fail(StateFault::BadHead(error.to_string())))?;
    if said.sha256 != digest(rest) {
        return Err(fail(StateFault::Damaged));
    }
    let snapshot = parse_about(rest, about).map_err(|error| {
        let start = head.len() + 1;
        StateError {
            fault: StateFault::Snapshot(error.fault),
            range: start + error.range.start..start + error.range.end,
        }
    })?;
    if said.inventories.values().sum::<usize>() != snapshot.header.resources {
        return Err(fail(StateFault::Damaged));
    }
    Ok(State {
        inventories: said.inventories,
        snapshot,
        origins,
    })
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::snapshot::tests::{snapshot, snapshot_of_several, text};

    fn state() -> impl Strategy<Value = State> {
        let inventories = proptest::collection::btree_map(text(), 0..9_usize, 0..4);
        (inventories, snapshot_of_several()).prop_map(|(inventories, mut snapshot)| {
            snapshot.header.resources = inventories.values().sum();
            State {
                inventories,
                snapshot,
                origins: Origins::Known,
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(state in state()) {
            let text = render_state(&state);
            prop_assert_eq!(parse_state(&text).map_err(|error| error.fault.to_string()), Ok(state));
        }

        #[test]
        fn a_state_of_version_1_is_read_and_compared_without_origins(one in snapshot(), now in state()) {
            let inventories = [("a".to_owned(), one.header.resources)].into();
            let state = State { inventories, snapshot: one, origins: Origins::Known };
            let old = render_state(&state).replacen("\"onus_watch\":2", "\"onus_watch\":1", 1);
            let before = parse_state(&old).unwrap();
            prop_assert_eq!(&before.snapshot, &state.snapshot);
            prop_assert_eq!(before.origins, Origins::Unknown);
            let after = now.comparable_with(&before);
            prop_assert!(after.resources.keys().all(|key| key.origin().is_none()));
            prop_assert_eq!(after.decisions(), now.snapshot.decisions());
            prop_assert_eq!(now.comparable_with(&now), now.snapshot.clone());
        }

        #[test]
        fn no_part_of_a_state_is_one(state in state(), part in 0.0..1.0_f64) {
            let text = render_state(&state);
            let keep = (part * text.chars().count() as f64) as usize;
            let part: String = text.chars().take(keep).collect();
            prop_assert!(parse_state(&part).is_err());
        }
    }

    #[test]
    fn what_is_none_is_told() {
        let good = render_state(&State::default());
        let fault = |text: &str| parse_state(text).unwrap_err().fault.to_string();
        assert!(parse_state(&good).is_ok());
        assert_eq!(fault(""), "this is no state of `onus watch`");
        assert_eq!(fault("[1, 2]\n"), "this is no state of `onus watch`");
        assert_eq!(
            fault(&good.replace("\"onus_watch\":2", "\"onus_watch\":3")),
            "this state has format 3, and this program reads formats 1 to 2"
        );
        assert_eq!(
            fault(&good.replace("{\"onus", "{\"more\":1,\"onus")),
            "the first line of this state can't be read: unknown field `more`, expected one of `onus_watch`, `inventories`, `sha256` at line 1 column 7"
        );
        assert_eq!(
            fault(&good.replace("decisions: 0", "decisions: 1")),
            "this state is damaged: it is not what its first line was written for"
        );
    }
}
