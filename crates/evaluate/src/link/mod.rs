//! From single resources to resources with what belongs to them: what controls
//! declare in `needs` is found and attached as `input.related`.
//!
//! Nothing is attached that no control asked for, nothing farther than four steps,
//! and no resource within itself. A reference to something that the inventory does
//! not hold is listed in `unresolved`: it exists, and nobody knows how it is
//! configured.

mod apart;
mod attach;
mod graph;
mod ids;
mod label_selector;
mod names;
mod reference;
mod selectors;

pub use apart::{Apart, Names};
pub use attach::{Linker, Related, Wanted};
