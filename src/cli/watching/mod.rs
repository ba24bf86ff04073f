//! What commands that go on running have in common: which files a run is made of, and
//! waiting until they change.
//!
//! Notices of the system only wake; what has changed is found by looking at the files.
//! So a save in several steps is one change, a file that is renamed into its place is
//! seen, and where no notices come (network drives, exhausted limits) looking every
//! now and then is enough.

mod notices;
mod places;

pub use notices::{Notices, Until, Woken};
pub use places::{Files, Places, changes, count};
