//! Warnings about a run without decisions, with the next step.

use onus::diagnostic::Diagnostic;
use onus::evaluate::run::NothingEvaluated;

use crate::cli::decide_command::NOTHING_THERE;

/// Why nothing was evaluated. None when it was for lack of a resource and there is an error,
/// which explains it.
pub fn nothing(reason: NothingEvaluated, has_error: bool) -> Option<Diagnostic> {
    match reason {
        NothingEvaluated::NoResource if has_error => None,
        NothingEvaluated::NoResource => Some(
            Diagnostic::warning("nothing was evaluated: there is no resource").help(NOTHING_THERE),
        ),
        NothingEvaluated::NoControl => Some(
            Diagnostic::warning("nothing was evaluated: no control is selected")
                .help("loosen `--select` and `--ignore`, or give policies with `--policy`"),
        ),
        NothingEvaluated::NoMatch => Some(
            Diagnostic::warning(
                "nothing was evaluated: no control selects any of the resources' types",
            )
            .help("`onus eval -v` lists the types; `--policy` adds controls for them"),
        ),
    }
}
