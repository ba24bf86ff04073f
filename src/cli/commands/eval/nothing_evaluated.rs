//! Warnings about a run without decisions, with the next step.

use onus::diagnostic::Diagnostic;
use onus::evaluate::run::{NothingEvaluated, has_error};

use crate::cli::decide_command::NOTHING_THERE;

/// Why nothing was evaluated, in addition to the problems of a run. None when it was for
/// lack of a resource and there is an error, which explains it. Warnings of a run without
/// resources are about its inventories, and explain it too.
pub fn nothing(reason: NothingEvaluated, problems: &[Diagnostic]) -> Option<Diagnostic> {
    match reason {
        NothingEvaluated::NoResource if has_error(problems) => None,
        NothingEvaluated::NoResource => {
            let warning = Diagnostic::warning("nothing was evaluated: there is no resource");
            Some(match problems.is_empty() {
                true => warning.help(NOTHING_THERE),
                false => warning,
            })
        }
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
