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

pub mod config;
pub mod scaffold;

pub use json_pointer::Pointer;
pub use suggest::nearest;

pub use onus_core::{
    decision, derived_text, diagnostic, document, file_kind, json_pointer, relation_path,
    resource_matcher, secret, source_id, suggest, text, threads, vocabulary,
};
pub use onus_evaluate as evaluate;
pub use onus_evaluate::{baseline, explain, link, owner, waiver};
pub use onus_inventory as inventory;
pub use onus_policy as policy;
pub use onus_policy::{engine, lint, probe, testing};
pub use onus_report as report;
pub use onus_report::{layers, snapshot};
