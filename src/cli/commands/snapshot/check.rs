//! `onus snapshot check`.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use onus::diagnostic::Diagnostic;
use onus::report::clean;
use onus::snapshot::{Checked, Comparison, ENDING, Snapshot, write_changes};

use crate::cli::commands::snapshot::args::TakingArgs;
use crate::cli::commands::snapshot::current::{Run, Taken, take};
use crate::cli::commands::snapshot::files::{self, number};
use crate::cli::commands::snapshot::outputs;
use crate::cli::commands::snapshot::outputs::Outputs;
use crate::cli::commands::snapshot::record::nothing;
use crate::cli::decide_command::NOTHING_THERE;
use crate::cli::exit::Exit;

/// How an inventory compares with its snapshot.
enum SnapshotComparison {
    /// The same.
    Same,
    /// The same, by other editions.
    SameOtherwise,
    /// Something differs.
    Differs,
    /// There is no snapshot.
    Missing,
    /// There were resources, and there is none any more.
    Vanished,
}

/// Says what is decided otherwise than recorded.
pub fn check(
    arguments: &TakingArgs,
    unreferenced: bool,
    outputs: &[String],
    problems: &mut Vec<Diagnostic>,
) -> Result<Exit, Box<Diagnostic>> {
    let outputs = Outputs::of(outputs, arguments)?;
    let Some(run) = take(arguments, problems)? else {
        problems.push(
            Diagnostic::warning("nothing was compared: a snapshot needs a complete run")
                .help("mend what is said here and check again"),
        );
        outputs.write(&[], &Checked::default(), problems)?;
        return Ok(Exit::Incomplete);
    };
    if let Some(problem) = nothing(&run) {
        problems.push(problem);
        // Where there is nothing any more, that is what has changed.
        let compared: Vec<(&Taken, Option<Snapshot>)> = run
            .taken
            .iter()
            .map(|taken| (taken, files::read(&taken.path).ok().flatten()))
            .collect();
        let checked = Checked {
            inventories: compared.iter().map(outputs::inventory).collect(),
            unreferenced: Vec::new(),
        };
        outputs.write(&[], &checked, problems)?;
        return Ok(Exit::NothingEvaluated);
    }
    let mut out = Vec::new();
    let mut found = Vec::new();
    let mut compared = Vec::new();
    for taken in &run.taken {
        let recorded = match files::read(&taken.path) {
            Ok(recorded) => recorded,
            Err(problem) => {
                problems.push(*problem);
                continue;
            }
        };
        let one = compare(taken, recorded.as_ref());
        say(&one, taken, recorded.as_ref(), &mut out, problems);
        let pending = files::pending(&taken.path);
        let kept = match one {
            SnapshotComparison::Same | SnapshotComparison::SameOtherwise => files::remove(&pending),
            SnapshotComparison::Differs | SnapshotComparison::Missing => {
                files::write(&pending, &taken.snapshot)
            }
            SnapshotComparison::Vanished => Ok(()),
        };
        problems.extend(kept.err().map(|problem| *problem));
        found.push(one);
        compared.push((taken, recorded));
    }
    let is = |which: fn(&SnapshotComparison) -> bool| found.iter().filter(|one| which(one)).count();
    let same = is(|one| {
        matches!(
            one,
            SnapshotComparison::Same | SnapshotComparison::SameOtherwise
        )
    });
    let mut differs = is(|one| {
        matches!(
            one,
            SnapshotComparison::Differs | SnapshotComparison::Missing
        )
    }) > 0;
    let otherwise = is(|one| matches!(one, SnapshotComparison::SameOtherwise));
    if otherwise > 0 {
        out.extend(
            format!(
                "the editions are not those that {} recorded, and decide the same; `onus snapshot record` notes them\n",
                number(otherwise, "snapshot")
            )
            .into_bytes(),
        );
    }
    let mut checked = Checked {
        inventories: compared.iter().map(outputs::inventory).collect(),
        unreferenced: Vec::new(),
    };
    if unreferenced {
        for path in orphans(&run)? {
            differs = true;
            let path = path.display().to_string();
            out.extend(
                format!(
                    "{path} belongs to none of the inventories: delete it, or list its inventory\n"
                )
                .into_bytes(),
            );
            checked.unreferenced.push(path);
        }
    }
    if same == run.taken.len() && !differs {
        out.extend(format!("{} as recorded\n", number(same, "inventory file")).into_bytes());
    }
    outputs.write(&out, &checked, problems)?;
    Ok(
        if found
            .iter()
            .any(|one| matches!(one, SnapshotComparison::Vanished))
        {
            Exit::NothingEvaluated
        } else if differs {
            Exit::Denied
        } else {
            Exit::Clean
        },
    )
}

fn compare(taken: &Taken, recorded: Option<&Snapshot>) -> SnapshotComparison {
    let Some(recorded) = recorded else {
        return SnapshotComparison::Missing;
    };
    if recorded.header.resources > 0 && taken.snapshot.header.resources == 0 {
        return SnapshotComparison::Vanished;
    }
    if !Comparison::of(recorded, &taken.snapshot).is_empty() {
        return SnapshotComparison::Differs;
    }
    if recorded.header.editions == taken.snapshot.header.editions {
        SnapshotComparison::Same
    } else {
        SnapshotComparison::SameOtherwise
    }
}

fn say(
    found: &SnapshotComparison,
    taken: &Taken,
    recorded: Option<&Snapshot>,
    out: &mut Vec<u8>,
    problems: &mut Vec<Diagnostic>,
) {
    let path = taken.path.display();
    // Memory takes everything.
    let _: io::Result<()> = match (found, recorded) {
        (SnapshotComparison::Differs, Some(recorded)) => differs(taken, recorded, out),
        (SnapshotComparison::Missing, _) => writeln!(
            out,
            "{path} is missing: {} of `{}` {} not recorded\ntake it over with `onus snapshot accept`, or record it with `onus snapshot record`",
            number(taken.snapshot.decisions(), "decision"),
            clean(&taken.inventory),
            if taken.snapshot.decisions() == 1 {
                "is"
            } else {
                "are"
            },
        ),
        (SnapshotComparison::Vanished, Some(recorded)) => {
            problems.push(
                Diagnostic::warning(format!(
                    "`{}` has no resource any more, and {} when `{path}` was recorded",
                    taken.inventory, recorded.header.resources
                ))
                .help(format!(
                    "{NOTHING_THERE}; if it is meant, record it with `onus snapshot record`"
                )),
            );
            Ok(())
        }
        _ => Ok(()),
    };
}

fn differs(taken: &Taken, recorded: &Snapshot, out: &mut dyn Write) -> io::Result<()> {
    let comparison = Comparison::of(recorded, &taken.snapshot);
    let count = comparison.changes().count();
    writeln!(
        out,
        "{} differs in {}\n",
        taken.path.display(),
        number(count, "decision")
    )?;
    write_changes(&comparison, out)?;
    let explained = comparison.controls.iter().find_map(|control| {
        let change = control.changes.iter().find(|one| one.after.is_some())?;
        Some((change.label, control.id))
    });
    if let Some((label, control)) = explained {
        write!(
            out,
            "see why with `onus explain {}#{} {}`; ",
            clean(&taken.inventory),
            clean(label),
            clean(control)
        )?;
    }
    writeln!(out, "review with `onus snapshot review`")
}

/// The snapshots in the folder that none of the inventories has.
fn orphans(run: &Run) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let taken: BTreeSet<&PathBuf> = run.taken.iter().map(|taken| &taken.path).collect();
    let mut listed = files::listed(&run.folder, ENDING)?;
    listed.retain(|path| !taken.contains(path));
    Ok(listed)
}
