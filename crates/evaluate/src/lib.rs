//! Evaluation of resources against policies: decisions with the responsible party.
//!
//! Every decision is a pure function of one input document, the policy set and the parameters.
//! So resources are evaluated in parallel, each worker with an engine of its own, and the
//! order of the output is the order of the input. [`run`] evaluates inventories in memory or
//! in chunks; [`explain`] shows why a control decides as it does; [`waiver`] and [`baseline`]
//! mark accepted denials.
//!
//! ```
//! use std::sync::Arc;
//! use onus_core::document::Document;
//! use onus_evaluate::{Evaluator, Options};
//! use onus_inventory::{ReadOptions, read_document};
//! use onus_policy::{PolicySet, PolicySources, Settings, builtin};
//!
//! let text = r#"{"count": 1, "total_records": 1, "data": [{
//!     "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
//!     "type": "microsoft.storage/storageaccounts", "name": "a",
//!     "properties": {"supportsHttpsTrafficOnly": false}}]}"#;
//! let document = Arc::new(Document::new("inventory.json", text));
//! let reading = read_document(&document, &ReadOptions::default());
//!
//! let sources = PolicySources { files: builtin(), ..PolicySources::default() };
//! let loaded = PolicySet::load(&sources, &Settings::at(0))?;
//! let evaluator = Evaluator::new(&loaded.set, Options::default());
//! let evaluation = evaluator.evaluate(&reading.resources, &|_| {});
//! let http = evaluation.decisions.iter().find(|one| one.control.id == "AZ-STORAGE-001");
//! let http = http.expect("the control selects storage accounts");
//! assert!(http.is_open_denial());
//! let party = http.responsible.accountable().map(ToString::to_string);
//! assert_eq!(party.as_deref(), Some("customer"));
//! # Ok::<(), onus_policy::engine::EngineError>(())
//! ```

#![deny(clippy::print_stdout, clippy::print_stderr)]

pub(crate) mod aggregate;
pub mod baseline;
pub(crate) mod boundary;
pub(crate) mod boundary_answer;
pub(crate) mod certain_violations;
pub(crate) mod collected;
pub(crate) mod collection;
pub(crate) mod control_evaluation;
pub(crate) mod editions;
pub(crate) mod effective;
pub(crate) mod engine_pool;
pub(crate) mod estate;
pub(crate) mod evaluation;
pub(crate) mod evaluator;
pub(crate) mod examination;
pub mod explain;
#[cfg(test)]
mod fixes;
#[cfg(test)]
mod garbage;
pub(crate) mod input_document;
pub(crate) mod layer_observations;
pub mod link;
pub(crate) mod model;
pub mod origin;
pub(crate) mod overriding;
pub(crate) mod overruns;
pub mod owner;
pub(crate) mod policy_failure;
pub(crate) mod redaction;
pub(crate) mod relations;
mod remediation;
pub mod run;
pub(crate) mod selected_controls;
pub(crate) mod session;
pub(crate) mod settlement;
pub(crate) mod trace;
pub(crate) mod type_table;
#[cfg(test)]
mod type_table_tests;
pub(crate) mod unknown;
pub(crate) mod unknown_findings;
pub mod waiver;
pub(crate) mod worker;
pub(crate) mod worker_pool;

pub use crate::aggregate::Aggregate;
pub use crate::boundary::Duties;
pub use crate::editions::Editions;
pub use crate::estate::EstateCoverage;
pub use crate::evaluation::{Evaluation, Gaps, Profile};
pub use crate::evaluator::{ClaimRule, Evaluator, Options};
pub use crate::examination::Examined;
pub use crate::overriding::Overriding;
pub use crate::relations::Joined;
pub use crate::session::Session;
pub use crate::trace::{Decided, Trace};
pub use crate::type_table::{Mapping, TypeEntry, Types};
pub use crate::unknown::UnknownFact;
pub use collected::CollectedTypes;
pub use collection::{Collection, CollectionScope};
#[doc(hidden)]
pub use onus_policy::{Projection, project};
