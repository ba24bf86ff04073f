//! From single resources to resources with what belongs to them: what controls
//! declare in `needs` is found and attached as `input.related`.
//!
//! Nothing is attached that no control asked for, nothing farther than four steps,
//! and no resource within itself. A reference to something that the inventory does
//! not hold is listed in `unresolved`: it exists, and nobody knows how it is
//! configured.

pub(crate) mod graph;
pub(crate) mod graph_builder;
pub(crate) mod ids;
pub(crate) mod kubernetes_selectors;
pub(crate) mod label_selector;
pub(crate) mod partition;
pub(crate) mod reference;
pub(crate) mod related_document;
pub(crate) mod relation_names;

pub use crate::link::partition::{Names, Partition};
pub use crate::link::related_document::{Linker, Related, Wanted};
