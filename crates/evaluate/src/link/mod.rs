//! Links between resources: the relations that controls declare in `needs` are found and
//! attached as `input.related`.
//!
//! Nothing is attached that no control needs, nothing farther than four steps, and no resource
//! within itself. A reference to something that is missing in the inventory is listed in
//! `unresolved`: it exists, and its configuration is unknown.

pub(crate) mod graph;
pub(crate) mod graph_builder;
pub(crate) mod ids;
pub(crate) mod kubernetes_selectors;
pub(crate) mod label_selector;
pub(crate) mod managing_services;
pub(crate) mod partition;
pub(crate) mod reference;
pub(crate) mod related_document;
pub(crate) mod relation_names;

pub use crate::link::partition::{Names, Partition};
pub use crate::link::related_document::{Linker, Related, Wanted};
pub use crate::link::relation_names::{is_known_by_name, is_set_for_one};
