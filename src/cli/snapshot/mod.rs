//! `onus snapshot`: what is decided, as files in version control.

mod check;
pub mod files;
mod outputs;
mod pending;
mod record;
mod review;
mod taken;

use std::path::{Path, PathBuf};

use onus::config::Config;
use onus::file_kind::require_folder;
use onus::problem::Problem;

use super::args::{SnapshotAction, SnapshotArgs};
use super::{Exit, concluded};

pub use taken::beside;

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
        Some(SnapshotAction::Accept(pending)) => {
            concluded(pending.color, |_| pending::accept(pending))
        }
        Some(SnapshotAction::Reject(pending)) => {
            concluded(pending.color, |_| pending::reject(pending))
        }
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
fn folder(named: Option<&Path>, config: &Config) -> Result<PathBuf, Box<Problem>> {
    let folder = named.map_or_else(|| PathBuf::from(config.path(FOLDER)), Path::to_owned);
    require_folder(&folder).map_err(|error| {
        Box::new(
            Problem::error(format!(
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
