//! Bounds for the results of builtins: one limit per call, one per evaluation, and one
//! message.
//!
//! The engine checks its time limit between calls only, and memory not at all. So a builtin
//! measures its result in advance, and fails before making too much of it.

use std::cell::Cell;

use regorus::Value;

/// The longest string that one call may make, in bytes.
pub const LONGEST_TEXT: usize = 4 << 20;

/// The most members that an array, a set or an object made by one call may have, and
/// the most values that one call may look through.
pub const MOST_MEMBERS: usize = 250_000;

/// The deepest value that a builtin looks through. Values of inventories have at most
/// 128 levels.
const DEEPEST: usize = 256;

/// What all builtins together may make in one evaluation, in bytes. A member counts as
/// [`MEMBER`] bytes.
const MOST_IN_ALL: usize = 256 << 20;

/// What a member of a collection takes in memory, in bytes, roughly.
const MEMBER: usize = 64;

/// The most steps that one call may take where its work is more than linear in the size
/// of its arguments: about a second.
const MOST_STEPS: usize = 200_000_000;

/// Why a builtin made nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The result would be too large.
    #[error(
        "`{name}` would make more than {limit}; {help}",
        help = "give it less, or compare without it"
    )]
    TooMuch {
        /// The builtin.
        name: &'static str,
        /// What there may be at most.
        limit: Limit,
    },
    /// The arguments are too large or too deep to look through in time.
    #[error("`{name}` would take too long over arguments of this size; give it less")]
    TooLong {
        /// The builtin.
        name: &'static str,
    },
    /// An argument has the wrong type.
    #[error("`{name}` takes {expected} as its {position} argument, not {given}")]
    Type {
        /// The builtin.
        name: &'static str,
        /// `first`, `second` and so on.
        position: &'static str,
        /// What it takes.
        expected: &'static str,
        /// The type that was given.
        given: &'static str,
    },
    /// Anything else that is wrong with an argument.
    #[error("`{name}`: {message}")]
    Argument {
        /// The builtin.
        name: &'static str,
        /// What is wrong, and what to do.
        message: String,
    },
}

/// What a call, or all calls of an evaluation, may make at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`LONGEST_TEXT`].
    Text,
    /// [`MOST_MEMBERS`].
    Members,
    /// [`MOST_IN_ALL`].
    Evaluation,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text => write!(f, "{} MiB of text in one call", LONGEST_TEXT >> 20),
            Self::Members => write!(f, "{MOST_MEMBERS} members in one call"),
            Self::Evaluation => write!(
                f,
                "all builtins may make in one evaluation ({} MiB)",
                MOST_IN_ALL >> 20
            ),
        }
    }
}

thread_local! {
    /// What builtins have made since the evaluation on this thread started, in bytes.
    static MADE: Cell<usize> = const { Cell::new(0) };

    /// How the decimals of the evaluation on this thread are written.
    static SPELLING: Cell<Spelling> = const { Cell::new(Spelling::Usual) };
}

/// Whether decimals are printed as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Spelling {
    /// Each decimal is written as it is printed.
    #[default]
    Usual,
    /// Some decimal is written with an exponent or with zeros at its end, which are not
    /// kept, so the spelling of decimals is unknown.
    Lost,
}

/// Starts to count what builtins make; `spelling` is that of the policies and the input.
/// Call it at the start of each evaluation.
pub fn start(spelling: Spelling) {
    MADE.set(0);
    SPELLING.set(spelling);
}

/// How the decimals of this evaluation are written.
pub fn spelling() -> Spelling {
    SPELLING.get()
}

/// Notes how a decimal is written that a builtin reads from text.
pub fn spelled(spelling: Spelling) {
    SPELLING.set(SPELLING.get().max(spelling));
}

/// Counts so many bytes that a builtin made besides what its result shows.
pub fn count(name: &'static str, bytes: usize) -> Result<(), Failure> {
    let made = MADE.get().saturating_add(bytes);
    MADE.set(made);
    if made > MOST_IN_ALL {
        let limit = Limit::Evaluation;
        return Err(Failure::TooMuch { name, limit });
    }
    Ok(())
}

/// Checks the size of a string that `name` is about to make, in bytes.
pub fn text(name: &'static str, bytes: usize) -> Result<(), Failure> {
    if bytes > LONGEST_TEXT {
        let limit = Limit::Text;
        return Err(Failure::TooMuch { name, limit });
    }
    Ok(())
}

/// Checks the size of a collection that `name` is about to make.
pub fn members(name: &'static str, members: usize) -> Result<(), Failure> {
    if members > MOST_MEMBERS {
        let limit = Limit::Members;
        return Err(Failure::TooMuch { name, limit });
    }
    Ok(())
}

/// Checks work that is more than linear in the arguments: `times` times over `size`.
pub fn work(name: &'static str, times: usize, size: usize) -> Result<(), Failure> {
    if times.saturating_mul(size) > MOST_STEPS {
        return Err(Failure::TooLong { name });
    }
    Ok(())
}

/// Checks and counts what a builtin made. Only the outermost level is looked at: the
/// members are those of arguments, or were counted by whoever made them.
pub fn result(name: &'static str, made: &Value) -> Result<(), Failure> {
    let size = match made {
        Value::String(made) => {
            text(name, made.len())?;
            return count(name, made.len());
        }
        Value::Array(made) => made.len(),
        Value::Set(made) => made.len(),
        Value::Object(made) => made.len(),
        _ => return Ok(()),
    };
    members(name, size)?;
    count(name, size.saturating_mul(MEMBER))
}

/// The number of values in all levels of a value, and the bytes of its strings. Policies
/// can make values that share parts (`b := [a, a]; c := [b, b]` and so on), which are
/// small in memory and without end for whatever looks through them.
///
/// # Errors
/// There are more than [`MOST_MEMBERS`], more text than [`LONGEST_TEXT`], or more than
/// [`DEEPEST`] levels.
pub fn deep(name: &'static str, value: &Value) -> Result<Size, Failure> {
    let mut size = Size::default();
    measure(value, 0, &mut size).ok_or(Failure::TooLong { name })?;
    Ok(size)
}

/// What a value is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Values in all levels.
    pub values: usize,
    /// Bytes of all strings.
    pub bytes: usize,
    /// Levels.
    pub depth: usize,
}

fn measure(value: &Value, depth: usize, size: &mut Size) -> Option<()> {
    size.values += 1;
    size.depth = size.depth.max(depth);
    if size.values > MOST_MEMBERS * 4 || size.bytes > LONGEST_TEXT * 4 || depth > DEEPEST {
        return None;
    }
    match value {
        Value::String(text) => size.bytes += text.len(),
        Value::Array(items) => {
            for item in items.iter() {
                measure(item, depth + 1, size)?;
            }
        }
        Value::Set(items) => {
            for item in items.iter() {
                measure(item, depth + 1, size)?;
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields.iter() {
                measure(key, depth + 1, size)?;
                measure(value, depth + 1, size)?;
            }
        }
        _ => {}
    }
    Some(())
}
