//! `onus snapshot`: decisions as files in version control.

pub(crate) mod accept_reject;
pub(crate) mod args;
pub(crate) mod check;
pub(crate) mod current;
pub(crate) mod files;
pub(crate) mod outputs;
pub(crate) mod record;
pub(crate) mod review;

use crate::cli::commands::snapshot::args::SnapshotAction;
use crate::cli::conclude::concluded;
use crate::cli::exit::Exit;

pub use crate::cli::commands::snapshot::args::SnapshotArgs;

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

/// Whether the run is in CI, where no person reviews what is written.
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| {
        let value = value.to_string_lossy();
        !value.is_empty() && value != "0" && !value.eq_ignore_ascii_case("false")
    })
}
