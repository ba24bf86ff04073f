//! The commands: a file or a folder for each verb.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod doc;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod layers;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod packaging;
pub(crate) mod run_tests;
pub(crate) mod snapshot;
pub(crate) mod watch;
pub(crate) mod who;
