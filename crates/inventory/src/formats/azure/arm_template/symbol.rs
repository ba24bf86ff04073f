//! Symbols: values that only the deployment knows, by the expression that makes them.
//!
//! Two equal expressions of one template have one value, so resources, children and references
//! with unknown names can still be compared. Bicep compiles nearly every
//! name to such an expression. The text of a symbol has literal characters as they are, and each
//! unknown part as its expression in brackets: `format('{0}-nic', parameters('n'))` is
//! `[parameters('n')]-nic`. A slash within brackets is written `%2f`, so that the symbol can be
//! cut into the segments of a name, and brackets in literal text are written `%5b` and `%5d`.

use crate::formats::azure::arm_template::value::Value;

/// Longer symbols are not kept.
const LONGEST: usize = 512;

/// Functions that give another value each time that they are called.
const VOLATILE: [&str; 2] = ["newguid", "utcnow"];

/// The symbol of a call whose value is unknown; none when equal calls can have different
/// values. `place` sets the calls of one template apart from those of another.
pub fn called(function: &str, arguments: &[Value], place: &str) -> Option<Value> {
    if VOLATILE.contains(&function) {
        return None;
    }
    let flat = match (function, arguments) {
        ("format", [Value::Text(pattern), values @ ..]) => formatted(pattern, values),
        ("concat", parts) => joined(parts),
        // Names are compared without case.
        ("tolower" | "toupper" | "string", [Value::Symbol(text)]) => Some(text.clone()),
        ("split", [Value::Symbol(text), Value::Text(delimiter)]) if delimiter == "/" => {
            return Some(Value::Array(text.split('/').map(part_of).collect()));
        }
        _ => None,
    };
    let text = match flat {
        Some(text) => text,
        None => {
            let arguments: Vec<String> = arguments.iter().map(canonical).collect::<Option<_>>()?;
            let apart = match function {
                // What they give depends on where the template is deployed.
                "parameters" | "variables" | "deployment" | "resourcegroup" | "subscription" => {
                    place
                }
                // A template's own function.
                _ if function.contains('.') => place,
                _ => "",
            };
            bracketed(&format!("{function}({}){apart}", arguments.join(",")))
        }
    };
    symbol(text)
}

/// The symbol of `value.step` or `value[step]`.
pub fn stepped(value: &Value, step: &Value) -> Option<Value> {
    let step = canonical(step)?;
    symbol(bracketed(&format!("{}[{step}]", canonical(value)?)))
}

/// The symbol of a choice that is not known.
pub fn chosen(condition: &Value, then: &Value, otherwise: &Value) -> Option<Value> {
    if then == otherwise {
        return Some(then.clone());
    }
    let parts = [condition, then, otherwise];
    let parts: Vec<String> = parts.into_iter().map(canonical).collect::<Option<_>>()?;
    symbol(bracketed(&format!("if({})", parts.join(","))))
}

/// The symbol of the index in a loop that runs `count` times: loops with the same number
/// of rounds have the same indexes.
pub fn index(arguments: &[Value], count: &Value) -> Option<Value> {
    // The name of the loop says nothing more.
    let offset = arguments.iter().filter(|value| value.as_text().is_none());
    let offset: Vec<String> = offset.map(canonical).collect::<Option<_>>()?;
    let count = canonical(count)?;
    symbol(bracketed(&format!(
        "copyindex({}) of {count}",
        offset.join(",")
    )))
}

/// The text of a value as a part of a name: of a string or a number, or the symbol's.
pub fn name_part(value: &Value) -> Option<String> {
    match value {
        Value::Symbol(text) => Some(text.clone()),
        value => value.written().map(|text| escaped(&text)),
    }
}

fn symbol(text: String) -> Option<Value> {
    (text.len() <= LONGEST).then_some(Value::Symbol(text))
}

/// A segment of a symbol: a literal text again, if nothing in it is unknown.
pub fn part_of(segment: &str) -> Value {
    if segment.contains('[') {
        Value::Symbol(segment.to_owned())
    } else {
        Value::Text(segment.replace("%5b", "[").replace("%5d", "]"))
    }
}

fn bracketed(expression: &str) -> String {
    format!("[{}]", expression.to_lowercase().replace('/', "%2f"))
}

fn escaped(text: &str) -> String {
    text.replace('[', "%5b").replace(']', "%5d")
}

/// A value within an expression: none for what has no name.
fn canonical(value: &Value) -> Option<String> {
    Some(match value {
        Value::Unknown(_) => return None,
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) => text.clone(),
        Value::Text(text) => format!("'{}'", escaped(text)),
        // Only the expression itself, or `literal[expression]`.
        Value::Symbol(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect::<Option<_>>()?;
            format!("({})", items.join(","))
        }
        Value::Object(members) => {
            let member =
                |(key, value): &(String, Value)| Some(format!("'{key}':{}", canonical(value)?));
            let members: Vec<String> = members.iter().map(member).collect::<Option<_>>()?;
            format!("{{{}}}", members.join(","))
        }
    })
}

fn joined(parts: &[Value]) -> Option<String> {
    parts.iter().map(name_part).collect()
}

/// `format('{0}/{1}', ...)` with its arguments filled in; none for what is not documented.
fn formatted(pattern: &str, values: &[Value]) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '{' if rest.peek() == Some(&'{') => {
                rest.next();
                text.push('{');
            }
            '}' if rest.peek() == Some(&'}') => {
                rest.next();
                text.push('}');
            }
            '{' => {
                let mut number = String::new();
                loop {
                    match rest.next()? {
                        '}' => break,
                        digit if digit.is_ascii_digit() => number.push(digit),
                        _ => return None,
                    }
                }
                text.push_str(&name_part(values.get(number.parse::<usize>().ok()?)?)?);
            }
            '}' => return None,
            '[' => text.push_str("%5b"),
            ']' => text.push_str("%5d"),
            c => text.push(c),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(name: &str) -> Value {
        called("parameters", &[Value::Text(name.to_owned())], "").unwrap()
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn literal_parts_stay_and_unknown_parts_are_their_expressions() {
        let n = unknown("N");
        for (function, arguments, expected) in [
            (
                "format",
                vec![text("{0}-nic"), n.clone()],
                "[parameters('n')]-nic",
            ),
            (
                "concat",
                vec![text("a"), n.clone(), Value::integer(2)],
                "a[parameters('n')]2",
            ),
            (
                "format",
                vec![text("{{{1}/{0}}}[x]"), n.clone(), text("default")],
                "{default/[parameters('n')]}%5bx%5d",
            ),
            ("tolower", vec![n.clone()], "[parameters('n')]"),
            (
                "uniquestring",
                vec![n.clone(), text("a/b")],
                "[uniquestring([parameters('n')],'a%2fb')]",
            ),
        ] {
            let found = called(function, &arguments, "");
            assert_eq!(
                found,
                Some(Value::Symbol(expected.to_owned())),
                "{function}"
            );
        }
    }

    #[test]
    fn names_are_cut_at_the_slashes_between_symbols() {
        let name = called(
            "format",
            &[text("{0}/{1}"), unknown("n"), text("default")],
            "",
        )
        .unwrap();
        assert_eq!(
            called("split", &[name, text("/")], ""),
            Some(Value::Array(vec![unknown("n"), text("default")]))
        );
    }

    #[test]
    fn what_differs_between_calls_has_no_symbol() {
        assert_eq!(called("newguid", &[], ""), None);
        assert_eq!(called("utcnow", &[text("yyyy")], ""), None);
        assert_eq!(
            called("format", &[text("{0}-{1:D2}"), unknown("n")], ""),
            symbol("[format('{0}-{1:d2}',[parameters('n')])]".to_owned())
        );
    }

    #[test]
    fn literal_brackets_are_no_symbols() {
        let literal = called("concat", &[text("[parameters('n')]"), unknown("m")], "").unwrap();
        let both = called("concat", &[unknown("n"), unknown("m")], "").unwrap();
        assert_ne!(literal, both);
    }

    #[test]
    fn loops_of_one_length_have_one_index() {
        let count = |number| index(&[text("all")], &Value::integer(number));
        assert_eq!(count(2), index(&[], &Value::integer(2)));
        assert_ne!(count(2), count(3));
        assert_eq!(
            index(
                &[],
                &Value::Unknown(crate::formats::azure::arm_template::value::Secrecy::Open)
            ),
            None
        );
    }
}
