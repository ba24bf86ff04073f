//! Unknown functions, and suggestions for them.

use crate::engine;
use crate::engine::Module;

/// What other languages, and older versions of Rego, call what Rego has or says
/// otherwise.
const OTHERS: [(&str, &str); 17] = [
    ("len", "write `count(...)`"),
    ("length", "write `count(...)`"),
    ("size", "write `count(...)`"),
    ("re_match", "write `regex.match(pattern, text)`"),
    ("match", "write `regex.match(pattern, text)`"),
    ("matches", "write `regex.match(pattern, text)`"),
    ("str", "write `sprintf(\"%v\", [value])`"),
    ("string", "write `sprintf(\"%v\", [value])`"),
    ("to_string", "write `sprintf(\"%v\", [value])`"),
    ("int", "write `to_number(...)`"),
    ("float", "write `to_number(...)`"),
    (
        "any",
        "write `some item in list` and the condition on the next line",
    ),
    ("all", "write `every item in list { ... }`"),
    ("has_key", "write `key in object.keys(value)`"),
    (
        "exists",
        "a reference alone holds when it is there and not `false`",
    ),
    ("is_empty", "write `count(...) == 0`"),
    ("in", "write `item in list`"),
];

/// What to do about a function that a module calls.
pub fn unknown_function(module: &Module, function: &[String]) -> String {
    let name = function.join(".");
    let is_rule = |name: &str| {
        module
            .rules
            .iter()
            .any(|rule| rule.path.first().is_some_and(|known| known == name))
    };
    if is_rule(&name) {
        return format!("`{name}` is a rule and no function: write it without brackets");
    }
    if let Some((_, help)) = OTHERS.iter().find(|(other, _)| *other == name) {
        return (*help).to_owned();
    }
    if let engine::Builtin::Missing { help } = engine::builtin(&name) {
        return help.to_owned();
    }
    if let Some((method, value)) = function.split_last()
        && !value.is_empty()
        && let engine::Builtin::Known { arity, .. } = engine::builtin(&method.to_lowercase())
    {
        let more = if arity > 1 { ", ..." } else { "" };
        return format!(
            "values have no functions of their own: write `{}({}{more})`",
            method.to_lowercase(),
            value.join(".")
        );
    }
    let mut known: Vec<&str> = engine::builtin_names();
    known.extend(
        module
            .rules
            .iter()
            .filter(|rule| rule.arguments.is_some())
            .filter_map(|rule| rule.path.first().map(String::as_str)),
    );
    match onus_core::suggest::nearest(&name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`onus check --explain unknown-function` says which functions there are".to_owned(),
    }
}
