//! `onus snapshot`: what is decided, as files in version control.

pub(crate) mod accept_reject;
pub(crate) mod args;
pub(crate) mod check;
pub(crate) mod current;
pub mod files;
pub(crate) mod outputs;
pub(crate) mod record;
pub(crate) mod review;

use std::path::{Path, PathBuf};

use onus::config::Config;
use onus::diagnostic::Diagnostic;
use onus::file_kind::require_folder;

use crate::cli::args::{SnapshotAction, SnapshotArgs};
use crate::cli::{Exit, concluded};

pub use crate::cli::commands::snapshot::current::beside;

/// The folder of the snapshots, unless told.
const FOLDER: &str = "snapshots";

/// Runs the command.
pub fn run(arguments: &SnapshotArgs) -> Exit {
    match &arguments.action {
        Some(SnapshotAction::Record(taking)) => {
            concluded(taking.color, |problems| record::record(taking, problems))
        }
        Some(SnapshotAction::Check(checking)) => {
            let unreferenced = checking.unreferenced;
            concluded(checking.taking.color, |problems| {
                check::check(&checking.taking, unreferenced, &checking.outputs, problems)
            })
        }
        Some(SnapshotAction::Review(reviewing)) => concluded(reviewing.color, |problems| {
            review::review(reviewing, problems)
        }),
        Some(SnapshotAction::Accept(pending)) => concluded(pending.color, |_| {
            crate::cli::commands::snapshot::accept_reject::accept(pending)
        }),
        Some(SnapshotAction::Reject(pending)) => concluded(pending.color, |_| {
            crate::cli::commands::snapshot::accept_reject::reject(pending)
        }),
        None => {
            let taking = &arguments.taking;
            concluded(taking.color, |problems| {
                if is_ci() {
                    check::check(taking, false, &[], problems)
                } else {
                    record::record(taking, problems)
                }
            })
        }
    }
}

/// Whether nobody is there to look at what is written.
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| {
        let value = value.to_string_lossy();
        !value.is_empty() && value != "0" && !value.eq_ignore_ascii_case("false")
    })
}

/// Where snapshots are.
fn folder(named: Option<&Path>, config: &Config) -> Result<PathBuf, Box<Diagnostic>> {
    let folder = named.map_or_else(|| PathBuf::from(config.path(FOLDER)), Path::to_owned);
    require_folder(&folder).map_err(|error| {
        Box::new(
            Diagnostic::error(format!(
                "`{}` can't hold snapshots: {error}",
                folder.display()
            ))
            .help("give a folder with `--dir`; it is made when it does not exist"),
        )
    })?;
    Ok(folder)
}

/// A number of things.
fn number(count: usize, one: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}
