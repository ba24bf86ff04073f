//! Is every deployed resource locked down, and whose job is that?
//!
//! onus evaluates JSON deployment inventories against Rego policies and says for
//! every resource and control: allow or deny, with the responsible party, the
//! reason, the exact place and the remedy.
//!
//! The library never prints, exits, reads a clock or touches the environment; the
//! `onus` program does that. The flow is one way: inventory, evaluate, decision,
//! report.
//!
//! Policies that are not trusted can hold up a thread for ever: within a step of the engine
//! an evaluation can't be interrupted, and a thread can't be ended from outside. The `onus`
//! program looks after its evaluations with [`engine::Overdue`] and ends itself; programs
//! that use the library with such policies do the same, or evaluate in a process that they
//! can end.
//!
//! ```
//! use std::sync::Arc;
//! use onus::document::Document;
//! use onus::engine::Value;
//! use onus::evaluate::{Evaluator, Options};
//! use onus::inventory::{ReadOptions, read_document};
//! use onus::policy::{PolicySet, PolicySources, Settings, builtin};
//!
//! let inventory = r#"{"count": 1, "total_records": 1, "data": [{
//!     "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
//!     "type": "microsoft.storage/storageaccounts", "name": "a",
//!     "properties": {"supportsHttpsTrafficOnly": false}}]}"#;
//! let reading = read_document(&Arc::new(Document::new("inventory.json", inventory)), &ReadOptions::default());
//!
//! let sources = PolicySources { files: builtin(), ..PolicySources::default() };
//! let settings = Settings {
//!     limit: std::time::Duration::from_secs(5),
//!     now: 0,
//!     params: Value::object::<&str>([]),
//!     own_catalogue: true,
//!     check_builtin: false,
//! };
//! let loaded = PolicySet::load(&sources, &settings)?;
//! let evaluator = Evaluator::new(&loaded.set, Options::default());
//! let evaluation = evaluator.evaluate(&reading.resources, &|_| {});
//!
//! let http = evaluation
//!     .decisions
//!     .iter()
//!     .find(|decision| decision.control.id == "AZ-STORAGE-001")
//!     .expect("the control selects storage accounts");
//! assert!(http.is_open_denial());
//! assert_eq!(
//!     http.responsible.accountable().map(ToString::to_string).as_deref(),
//!     Some("customer")
//! );
//! # Ok::<(), onus::engine::EngineError>(())
//! ```

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod baseline;
pub mod check;
pub mod config;
pub mod decision;
pub mod derived;
pub mod document;
pub mod engine;
pub mod evaluate;
pub mod explain;
pub mod file_kind;
pub mod inventory;
pub mod layers;
pub mod link;
pub mod need;
pub mod owner;
pub mod pointer;
pub mod policy;
pub mod probe;
pub mod problem;
pub mod report;
pub mod scaffold;
pub mod scope;
pub mod secret;
pub mod snapshot;
pub mod source_id;
mod suggest;
pub mod testing;
pub mod threads;
pub mod vocabulary;
pub mod waiver;

pub use pointer::Pointer;
pub use suggest::nearest;
