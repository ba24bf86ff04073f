//! What commands that go on running have in common: which files a run is made of, and
//! waiting until they change.
//!
//! Notices of the system only wake; what has changed is found by looking at the files.
//! So a save in several steps is one change, a file that is renamed into its place is
//! seen, and where no notices come (network drives, exhausted limits) looking every
//! now and then is enough.

pub(crate) mod notifications;
pub(crate) mod watched_files;

pub use crate::cli::file_watch::notifications::{Notices, Until, Woken};
pub use crate::cli::file_watch::watched_files::{Files, Places, changes, count};
