//! Builtins: which ones policies may call, and the limits of their results. [`table`] has a
//! row for each builtin of OPA; the other files have functions.
//!
//! Each allowed builtin is an extension of the engine that replaces the engine's own. It
//! checks the size of the result, calls the engine or a function of ours, and counts the
//! result.

pub(crate) mod bounds;
pub(crate) mod call;
pub(crate) mod encoding;
pub(crate) mod extended;
pub(crate) mod glob;
pub(crate) mod graph;
pub(crate) mod layout;
pub(crate) mod lists;
pub(crate) mod net;
pub(crate) mod number;
pub(crate) mod numbers;
pub(crate) mod objects;
pub(crate) mod operators;
pub(crate) mod pattern;
pub(crate) mod regex;
pub(crate) mod semver;
pub(crate) mod sprintf;
pub(crate) mod strings;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod time;
pub(crate) mod time_text;
pub(crate) mod types;
pub(crate) mod units;

use call::Call;
use table::{Bound, CallKind, ROWS, Row};

pub use bounds::Spelling;
pub(crate) use bounds::start;
pub use extended::keeps;
pub(crate) use number::is_respelled;

/// What a policy may call by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builtin {
    /// Known, with its number of inputs.
    Known {
        /// Number of inputs; `usize::MAX` for any number of them.
        arity: usize,
        /// Whether a call may have one more argument, for the output.
        has_output: bool,
    },
    /// Refused.
    Refused {
        /// Why, and the way out.
        reason: &'static str,
    },
    /// A builtin of OPA that the engine does not have.
    Missing {
        /// The way out.
        help: &'static str,
    },
    /// No builtin of OPA.
    Unknown,
}

/// Looks a function up by its full name.
pub fn builtin(name: &str) -> Builtin {
    let Some(row) = table::find(name) else {
        return Builtin::Unknown;
    };
    match row.kind {
        CallKind::Refused(reason) => Builtin::Refused { reason },
        CallKind::Missing(help) => Builtin::Missing { help },
        // `print` takes any number of arguments.
        CallKind::Run if row.name == "print" => Builtin::Known {
            arity: usize::MAX,
            has_output: false,
        },
        CallKind::Engine(_) | CallKind::Ours(_) | CallKind::Run => Builtin::Known {
            arity: usize::from(row.arity),
            // The engine knows only of its own builtins how many arguments are inputs.
            has_output: regorus::unstable::BUILTINS.contains_key(row.name),
        },
    }
}

/// The names of all builtins that may be called, for suggestions.
pub fn names() -> Vec<&'static str> {
    ROWS.iter()
        .filter(|row| {
            matches!(
                row.kind,
                CallKind::Engine(_) | CallKind::Ours(_) | CallKind::Run
            )
        })
        .map(|row| row.name)
        .collect()
}

/// Puts the builtins of the table in the place of the engine's.
pub(crate) fn install(engine: &mut regorus::Engine) -> Result<(), impl std::fmt::Display> {
    for row in ROWS {
        if matches!(row.kind, CallKind::Engine(_) | CallKind::Ours(_)) {
            engine.add_extension(
                row.name.to_owned(),
                row.arity,
                Box::new(move |arguments: Vec<regorus::Value>| Ok(answer(row, &arguments)?)),
            )?;
        }
    }
    for row in &operators::OPERATORS {
        engine.add_extension(
            row.name.to_owned(),
            row.arity,
            Box::new(|arguments: Vec<regorus::Value>| {
                let call = Call {
                    name: row.sign,
                    arguments: &arguments,
                };
                let made = (row.function)(call)?;
                // Of an operand, nothing is made.
                if row.arity > 1 {
                    bounds::result(row.sign, &made)?;
                }
                Ok(made)
            }),
        )?;
    }
    Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
}

/// What a builtin or an operator makes of these arguments; none for a name that has no
/// function here, or another number of arguments.
pub(crate) fn call_by_name(
    name: &str,
    arguments: &[regorus::Value],
) -> Option<Result<regorus::Value, bounds::Failure>> {
    if let Some(row) = operators::OPERATORS.iter().find(|row| row.name == name) {
        let call = Call {
            name: row.sign,
            arguments,
        };
        return (usize::from(row.arity) == arguments.len()).then(|| (row.function)(call));
    }
    let row = table::find(name).filter(|row| usize::from(row.arity) == arguments.len())?;
    Some(answer(row, arguments))
}

/// The number of operands of an operator that the engine calls by this name.
pub(crate) fn operator_arity(name: &str) -> Option<usize> {
    let row = operators::OPERATORS.iter().find(|row| row.name == name)?;
    Some(usize::from(row.arity))
}

fn answer(row: &Row, arguments: &[regorus::Value]) -> Result<regorus::Value, bounds::Failure> {
    let call = Call {
        name: row.name,
        arguments,
    };
    let made = match row.kind {
        CallKind::Ours(function) => function(call)?,
        CallKind::Engine(Bound::Check(check)) => {
            check(call)?;
            call.engine()?
        }
        CallKind::Engine(Bound::Texts) => {
            (0..arguments.len()).try_for_each(|index| call.text(index).map(drop))?;
            call.engine()?
        }
        CallKind::Engine(Bound::Numbers) => {
            (0..arguments.len()).try_for_each(|index| call.number(index).map(drop))?;
            call.engine()?
        }
        CallKind::Run | CallKind::Refused(_) | CallKind::Missing(_) => {
            return Err(call.fails("it cannot be called"));
        }
    };
    bounds::result(row.name, &made)?;
    Ok(made)
}
