//! File watch of commands that keep running: the files of a run, and waiting until one changes.
//!
//! Notifications of the system only wake the program; changes are found by looking at the files.
//! So a save in several steps is one change, a file that is renamed into its place is seen, and
//! without notifications (network drives, exhausted limits) polling is enough.

pub(crate) mod notifications;
pub(crate) mod watched_files;

pub use crate::cli::file_watch::notifications::{Notices, Until, Woken};
pub use crate::cli::file_watch::watched_files::{Files, Places, changes, count};
