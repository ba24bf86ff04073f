//! What policies may call, and what the engine must not do for them.

/// How a call of a builtin is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builtin {
    /// Known, with its number of inputs; a call may have one more, for the output.
    Known {
        /// Number of inputs.
        arity: usize,
    },
    /// Refused.
    Refused {
        /// Why, and the way out.
        reason: &'static str,
    },
    /// Neither the engine's nor refused by name.
    Unknown,
}

/// Builtins that a decision must not depend on, or that no time limit can stop.
const REFUSED: [(&str, &str); 6] = [
    (
        "http.send",
        "a decision depends on the inventory alone, and this engine answers undefined for it, so the rule would never fire; put the fact into the inventory or into `data.params`",
    ),
    (
        "opa.runtime",
        "a decision must not depend on the machine that it is made on; pass the value under `data.params`",
    ),
    (
        "rand.intn",
        "two runs must give the same decisions; choose the value outside and pass it under `data.params`",
    ),
    (
        "uuid.rfc4122",
        "two runs must give the same decisions; onus gives each decision a stable fingerprint",
    ),
    (
        "net.cidr_expand",
        "one call can fill the memory and no time limit stops it; compare with `net.cidr_contains`",
    ),
    ("trace", "its notes are not shown anywhere; use `print`"),
];

/// The longest range that `numbers.range` makes in one call, which is a loop that
/// the engine's time limit does not see.
const LONGEST_RANGE: usize = 100_000;

/// Looks a function up by its full name.
pub fn builtin(name: &str) -> Builtin {
    if let Some((_, reason)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        return Builtin::Refused { reason };
    }
    // `print` takes any number of arguments and is handled by the interpreter;
    // the clock is ours and always there.
    match name {
        "print" => return Builtin::Known { arity: usize::MAX },
        "time.now_ns" => return Builtin::Known { arity: 0 },
        _ => {}
    }
    match regorus::unstable::BUILTINS.get(name) {
        Some((_, arity)) => Builtin::Known {
            arity: usize::from(*arity),
        },
        None => Builtin::Unknown,
    }
}

/// The names of all builtins that may be called, for suggestions.
pub fn names() -> Vec<&'static str> {
    regorus::unstable::BUILTINS
        .keys()
        .copied()
        .filter(|name| !name.starts_with("__"))
        .collect()
}

#[derive(Debug, thiserror::Error)]
enum RangeError {
    #[error("`numbers.range` takes whole numbers")]
    NotWhole,
    #[error("`numbers.range` makes at most {LONGEST_RANGE} numbers in one call")]
    TooLong,
}

/// Replaces builtins that loop without looking at the time limit by bounded ones.
pub(super) fn bound(engine: &mut regorus::Engine) -> Result<(), impl std::fmt::Display> {
    engine.add_extension(
        "numbers.range".to_owned(),
        2,
        Box::new(|arguments: Vec<regorus::Value>| {
            let [from, to] = arguments.as_slice() else {
                return Err(RangeError::NotWhole.into());
            };
            let (Ok(from), Ok(to)) = (from.as_i64(), to.as_i64()) else {
                return Err(RangeError::NotWhole.into());
            };
            if from.abs_diff(to) >= LONGEST_RANGE as u64 {
                return Err(RangeError::TooLong.into());
            }
            let numbers: Vec<_> = if from <= to {
                (from..=to).map(regorus::Value::from).collect()
            } else {
                (to..=from).rev().map(regorus::Value::from).collect()
            };
            Ok(regorus::Value::from(numbers))
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtins_are_known_refused_or_unknown() {
        assert_eq!(builtin("startswith"), Builtin::Known { arity: 2 });
        assert!(matches!(builtin("http.send"), Builtin::Refused { .. }));
        assert_eq!(builtin("crypto.sha256"), Builtin::Unknown);
    }
}
