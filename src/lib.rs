//! Is every deployed resource locked down, and whose job is that?
//!
//! onus evaluates JSON deployment inventories against Rego policies. For every resource and
//! control it decides allow or deny, with the responsible party, the reason, the exact place
//! and the fix.
//!
//! The library never prints, exits, reads a clock or touches the environment; the `onus`
//! program does that. The flow is one way: inventory, evaluation, decision, report.
//!
//! # In memory
//!
//! ```
//! use std::sync::Arc;
//! use onus::document::Document;
//! use onus::evaluate::run::{Inventories, Opened, RunStatus, Settings, each_decision, run};
//! use onus::evaluate::{Evaluator, Options};
//! use onus::inventory::Extent;
//! use onus::policy::{PolicySet, PolicySources, Settings as PolicySettings, builtin};
//!
//! // Prepared once; a service keeps both, and uses them from any thread.
//! let sources = PolicySources { files: builtin(), ..PolicySources::default() };
//! let loaded = PolicySet::load(&sources, &PolicySettings::at(0))?;
//! let evaluator = Evaluator::new(&loaded.set, Options::default());
//!
//! let text = r#"{"count": 1, "total_records": 1, "data": [{
//!     "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
//!     "type": "microsoft.storage/storageaccounts", "name": "a",
//!     "properties": {"supportsHttpsTrafficOnly": false}}]}"#;
//! let document = Arc::new(Document::new("inventory.json", text));
//! let opened = [Ok(Opened::Document(document))];
//! let mut inventories = Inventories::read(opened, Extent::Complete, Settings::default());
//! let outcome = run(&evaluator, &mut inventories, &mut each_decision(|decision| {
//!     println!("{} {:?} {}", decision.resource.id, decision.decision, decision.control.title);
//! }))?;
//! let problems = outcome.problems(&inventories.problems);
//! assert_eq!(outcome.status(&problems, None), RunStatus::Denied);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In chunks
//!
//! A file that is too large for memory is read in chunks, several times. Its decisions come
//! in the same order and are the same.
//!
//! ```
//! use std::fs::File;
//! use onus::evaluate::run::{Inventories, Opened, Settings, StoredFile, each_decision, run};
//! use onus::evaluate::{Evaluator, Options};
//! use onus::inventory::Extent;
//! # use onus::policy::{PolicySet, PolicySources, Settings as PolicySettings, builtin};
//! # let sources = PolicySources { files: builtin(), ..PolicySources::default() };
//! # let loaded = PolicySet::load(&sources, &PolicySettings::at(0))?;
//! # let evaluator = Evaluator::new(&loaded.set, Options::default());
//!
//! let path = "inputs/onus-ndjson/estate.ndjson";
//! let file = StoredFile::new(path, File::open(path)?)?;
//! let opened = [Ok(Opened::Large(Box::new(file)))];
//! let mut inventories = Inventories::read(opened, Extent::Complete, Settings::default());
//! let mut denials = 0;
//! run(&evaluator, &mut inventories, &mut each_decision(|decision| {
//!     denials += usize::from(decision.is_open_denial());
//! }))?;
//! assert!(inventories.is_in_chunks() && denials > 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Policies that are not trusted can hold up a thread for ever: within a step of the engine
//! an evaluation can't be interrupted, and a thread can't be ended from outside. The `onus`
//! program watches its evaluations with [`engine::Overdue`] and ends itself. A program that
//! uses the library with such policies must do the same, or evaluate in a process that it can
//! end.

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod config;
pub mod scaffold;

pub use json_pointer::Pointer;
pub use suggest::nearest;

pub use onus_core::{
    decision, derived_text, diagnostic, document, file_kind, json_pointer, relation_path,
    resource_matcher, secret, source_id, suggest, text, threads, vocabulary,
};
pub use onus_evaluate as evaluate;
pub use onus_evaluate::{baseline, explain, link, origin, owner, waiver};
pub use onus_inventory as inventory;
pub use onus_policy as policy;
pub use onus_policy::{engine, lint, probe, testing};
pub use onus_report as report;
pub use onus_report::{layers, snapshot};
