//! `onus snapshot record`.

use std::io::Write as _;

use onus::diagnostic::Diagnostic;

use crate::cli::commands::snapshot::args::TakingArgs;
use crate::cli::commands::snapshot::current::{Run, Taken, take};
use crate::cli::commands::snapshot::files::{self, number};
use crate::cli::decide_command::NOTHING_THERE;
use crate::cli::exit::Exit;
use crate::cli::terminal;

/// Records the decisions.
pub fn record(
    arguments: &TakingArgs,
    problems: &mut Vec<Diagnostic>,
) -> Result<Exit, Box<Diagnostic>> {
    let Some(run) = take(arguments, problems)? else {
        problems.push(
            Diagnostic::warning("nothing was recorded: a snapshot needs a complete run")
                .help("mend what is said here and record again"),
        );
        return Ok(Exit::Incomplete);
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
pub fn nothing(run: &Run) -> Option<Diagnostic> {
    let decisions = |taken: &Taken| taken.snapshot.decisions();
    if run.taken.iter().any(|taken| decisions(taken) > 0) {
        return None;
    }
    Some(
        Diagnostic::warning("nothing was evaluated, so there is nothing to record or compare")
            .help(NOTHING_THERE),
    )
}
