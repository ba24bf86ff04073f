//! Builtins: which ones policies may call, what becomes of a call, and how much it may
//! make. [`table`] has a row for each builtin of OPA; the other files have functions.
//!
//! Each builtin that may be called is an extension of the engine, which takes the place
//! of the engine's own: it checks what the call is about to make, has the engine or a
//! function of our own make it, and counts what was made.

mod bounds;
mod call;
mod encoding;
mod extended;
mod glob;
mod graph;
mod layout;
mod lists;
mod net;
mod number;
mod numbers;
mod objects;
mod pattern;
mod regex;
mod semver;
mod sprintf;
mod strings;
mod table;
mod time;
mod time_text;
mod units;

use call::Call;
use table::{Bound, Kind, ROWS, Row};

pub(super) use bounds::start;

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
        Kind::Refused(reason) => Builtin::Refused { reason },
        Kind::Missing(help) => Builtin::Missing { help },
        // `print` takes any number of arguments.
        Kind::Run if row.name == "print" => Builtin::Known {
            arity: usize::MAX,
            has_output: false,
        },
        Kind::Engine(_) | Kind::Ours(_) | Kind::Run => Builtin::Known {
            arity: usize::from(row.arity),
            // The engine knows only of its own builtins how many arguments are inputs.
            has_output: regorus::unstable::BUILTINS.contains_key(row.name),
        },
    }
}

/// The names of all builtins that may be called, for suggestions.
pub fn names() -> Vec<&'static str> {
    ROWS.iter()
        .filter(|row| matches!(row.kind, Kind::Engine(_) | Kind::Ours(_) | Kind::Run))
        .map(|row| row.name)
        .collect()
}

/// Puts the builtins of the table in the place of the engine's.
pub(super) fn install(engine: &mut regorus::Engine) -> Result<(), impl std::fmt::Display> {
    for row in ROWS {
        if matches!(row.kind, Kind::Engine(_) | Kind::Ours(_)) {
            engine.add_extension(
                row.name.to_owned(),
                row.arity,
                Box::new(move |arguments: Vec<regorus::Value>| Ok(answer(row, &arguments)?)),
            )?;
        }
    }
    Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
}

fn answer(row: &Row, arguments: &[regorus::Value]) -> Result<regorus::Value, bounds::Failure> {
    let call = Call {
        name: row.name,
        arguments,
    };
    let made = match row.kind {
        Kind::Ours(function) => function(call)?,
        Kind::Engine(Bound::Check(check)) => {
            check(call)?;
            call.engine()?
        }
        Kind::Engine(Bound::Linear) => call.engine()?,
        Kind::Run | Kind::Refused(_) | Kind::Missing(_) => {
            return Err(call.fails("it cannot be called"));
        }
    };
    bounds::result(row.name, &made)?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtins_are_known_refused_missing_or_unknown() {
        let arity = |name| match builtin(name) {
            Builtin::Known { arity, .. } => Some(arity),
            _ => None,
        };
        assert_eq!(arity("startswith"), Some(2));
        assert_eq!(arity("print"), Some(usize::MAX));
        assert!(matches!(builtin("http.send"), Builtin::Refused { .. }));
        assert!(matches!(builtin("crypto.sha256"), Builtin::Missing { .. }));
        assert_eq!(builtin("startwith"), Builtin::Unknown);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(ROWS.is_sorted_by(|one, other| one.name < other.name));
    }

    /// What the engine has and the table does not could not be called; what the table
    /// gives another arity would never be called.
    #[test]
    fn each_builtin_of_the_engine_is_in_the_table() {
        for (name, (_, arity)) in regorus::unstable::BUILTINS.iter() {
            if name.starts_with("__") {
                continue;
            }
            let row = table::find(name).expect(name);
            assert_eq!(row.arity, *arity, "{name}");
            assert!(!matches!(row.kind, Kind::Missing(_)), "{name}");
        }
        for row in ROWS {
            if matches!(row.kind, Kind::Engine(_)) {
                assert!(regorus::unstable::BUILTINS.contains_key(row.name), "{}", row.name);
            }
        }
    }
}

#[cfg(test)]
mod explore {
    #[test]
    fn explore() {
        let Ok(path) = std::env::var("ROWS") else {
            return;
        };
        let mut out = String::new();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let start = std::time::Instant::now();
            let mut engine = crate::engine::Engine::new(std::time::Duration::from_secs(5), 0).unwrap();
            let made = engine
                .add_policy("t.rego", row["module"].as_str().unwrap())
                .map(|_| ())
                .and_then(|()| engine.prepare())
                .and_then(|()| {
                    let input = crate::engine::Value::parse(&row["input"].to_string()).unwrap().value;
                    engine.set_input(&input);
                    engine.evaluate("data.t.x")
                });
            let made = match made {
                Ok(Some(value)) => serde_json::json!({"result": value.to_json()}),
                Ok(None) => serde_json::json!({"undefined": true}),
                Err(error) => serde_json::json!({"error": error.to_string()}),
            };
            out.push_str(&format!("{}\n", serde_json::json!({"ms": start.elapsed().as_millis() as u64, "onus": made})));
        }
        std::fs::write(format!("{path}.out"), out).unwrap();
    }
}
