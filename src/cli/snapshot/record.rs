//! `onus snapshot record`.

use std::io::Write as _;

use onus::problem::Problem;

use super::taken::{Run, Taken, take};
use super::{files, number};
use crate::cli::args::TakingArgs;
use crate::cli::eval::NOTHING_THERE;
use crate::cli::{Exit, terminal};

/// Records the decisions.
pub fn record(arguments: &TakingArgs, problems: &mut Vec<Problem>) -> Result<Exit, Box<Problem>> {
    let Some(run) = take(arguments, problems)? else {
        problems.push(
            Problem::warning("nothing was recorded: a snapshot is of a whole run")
                .help("mend what is said here and record again"),
        );
        return Ok(Exit::NotWhole);
    };
    if let Some(problem) = nothing(&run) {
        problems.push(problem);
        return Ok(Exit::NothingEvaluated);
    }
    let mut out = terminal::stdout(arguments.color);
    let mut lines = Vec::new();
    for Taken { path, snapshot, .. } in &run.taken {
        files::write(path, snapshot)?;
        files::remove(&files::pending(path))?;
        lines.push(format!(
            "{}: {} about {}\n",
            path.display(),
            number(snapshot.decisions(), "decision"),
            number(snapshot.header.resources, "resource")
        ));
    }
    lines.push(
        "commit them; `onus snapshot check` says what is decided otherwise later\n".to_owned(),
    );
    terminal::written(
        out.write_all(lines.concat().as_bytes())
            .and_then(|()| out.flush()),
    )?;
    Ok(Exit::Clean)
}

/// What is said when nothing at all was decided.
pub fn nothing(run: &Run) -> Option<Problem> {
    let decisions = |taken: &Taken| taken.snapshot.decisions();
    if run.taken.iter().any(|taken| decisions(taken) > 0) {
        return None;
    }
    Some(
        Problem::warning("nothing was evaluated, so there is nothing to record or compare")
            .help(NOTHING_THERE),
    )
}
