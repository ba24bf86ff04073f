//! Expressions of ARM templates, as far as names, types and locations need them:
//! parameters with a literal default, literal variables, and the functions that
//! put them together. A resource's body always stays as it was written.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::sketch::Members;

/// How many expressions may be looked into for one text: variables can refer to
/// variables, in circles or manifold.
const STEPS: usize = 200;
/// Names and locations are shorter than this.
const LONGEST: usize = 512;

/// Whether a text is an expression, and not a literal: `[[` escapes a bracket.
pub fn is_expression(text: &str) -> bool {
    text.starts_with('[') && !text.starts_with("[[") && text.ends_with(']')
}

/// A member, whatever the case of its key: ARM does not distinguish.
pub fn member<'t, 'm>(members: &'m Members<'t>, key: &str) -> Option<(&'m str, &'t RawValue)> {
    members
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
}

/// What the names in a template's expressions stand for.
#[derive(Default)]
pub struct Environment<'t> {
    parameters: BTreeMap<String, Known<'t>>,
    variables: BTreeMap<String, Known<'t>>,
    secure_parameters: BTreeSet<String>,
    secure_variables: BTreeSet<String>,
}

enum Known<'t> {
    /// Passed by the template around.
    Text(String),
    /// Written in this template; may itself be an expression.
    Part(&'t RawValue),
    /// Only known when the template is deployed.
    Nothing,
}

#[derive(Deserialize)]
struct Parameter<'t> {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(borrow, rename = "defaultValue")]
    default: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct Argument<'t> {
    #[serde(borrow)]
    value: Option<&'t RawValue>,
}

impl<'t> Environment<'t> {
    /// The environment of a template. `passed` is the environment around a nested
    /// template, with the parameters that it is deployed with.
    pub fn of(
        template: &Members<'t>,
        passed: Option<(&Environment<'_>, &Members<'_>)>,
    ) -> Environment<'t> {
        let object = |key| {
            member(template, key)
                .and_then(|(_, part)| Members::parse(part.get()).ok())
                .unwrap_or_default()
        };
        let mut environment = Self::default();
        for (name, part) in object("parameters").iter() {
            let name = name.to_ascii_lowercase();
            let Ok(parameter) = serde_json::from_str::<Parameter<'t>>(part.get()) else {
                continue;
            };
            let mut secure = parameter
                .kind
                .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("secure"));
            let argument = passed.and_then(|(around, arguments)| {
                let (_, part) = member(arguments, &name)?;
                secure |= around.mentions_secure(part.get());
                Some(
                    serde_json::from_str::<Argument<'_>>(part.get())
                        .ok()
                        .and_then(|argument| around.part(argument.value?, &Cell::new(STEPS))),
                )
            });
            if secure {
                environment.secure_parameters.insert(name.clone());
            }
            let known = match (argument, parameter.default) {
                (Some(Some(text)), _) => Known::Text(text),
                (None, Some(default)) => Known::Part(default),
                (Some(None), _) | (None, None) => Known::Nothing,
            };
            environment.parameters.insert(name, known);
        }
        for (name, part) in object("variables").iter() {
            environment
                .variables
                .insert(name.to_ascii_lowercase(), Known::Part(part));
        }
        environment.follow_secrets();
        environment
    }

    /// Finds the variables that are made of secure parameters. Secrets that pass
    /// through more variables than anybody writes in a row are not followed.
    fn follow_secrets(&mut self) {
        for _ in 0..8 {
            let found: Vec<String> = self
                .variables
                .iter()
                .filter(|(name, known)| {
                    !self.secure_variables.contains(*name)
                        && matches!(known, Known::Part(part) if self.mentions_secure(part.get()))
                })
                .map(|(name, _)| name.clone())
                .collect();
            if found.is_empty() {
                return;
            }
            self.secure_variables.extend(found);
        }
    }

    /// Whether a text refers to a secure parameter, directly or by a variable.
    pub fn mentions_secure(&self, text: &str) -> bool {
        if self.secure_parameters.is_empty() {
            return false;
        }
        // PowerShell writes apostrophes in JSON as escapes.
        let lower = text.to_ascii_lowercase().replace("\\u0027", "'");
        let refers = |function: &str, names: &BTreeSet<String>| {
            lower.split(function).skip(1).any(|rest| {
                let quoted = rest
                    .trim_start()
                    .strip_prefix('(')
                    .and_then(|rest| rest.trim_start().strip_prefix('\''));
                quoted
                    .and_then(|quoted| quoted.split('\'').next())
                    .is_some_and(|name| names.contains(name))
            })
        };
        refers("parameters", &self.secure_parameters) || refers("variables", &self.secure_variables)
    }

    /// A member that is a string: its text, and its value if that is known.
    pub fn text_of(&self, members: &Members<'_>, key: &str) -> Option<(String, Option<String>)> {
        let (_, part) = member(members, key)?;
        let text: String = serde_json::from_str(part.get()).ok()?;
        let value = self.resolve(&text);
        Some((text, value))
    }

    /// The value of a text that may be an expression; none when it is one that
    /// can't be resolved here.
    pub fn resolve(&self, text: &str) -> Option<String> {
        self.text(text, &Cell::new(STEPS))
    }

    fn text(&self, text: &str, steps: &Cell<usize>) -> Option<String> {
        if !is_expression(text) {
            let literal = match text.strip_prefix("[[") {
                Some(rest) => format!("[{rest}"),
                None => text.to_owned(),
            };
            return (literal.len() <= LONGEST).then_some(literal);
        }
        let mut rest = text.strip_prefix('[')?.strip_suffix(']')?;
        let value = self.expression(&mut rest, steps)?;
        rest.trim().is_empty().then_some(value)
    }

    fn part(&self, part: &RawValue, steps: &Cell<usize>) -> Option<String> {
        match serde_json::from_str(part.get()).ok()? {
            serde_json::Value::String(text) => self.text(&text, steps),
            number @ serde_json::Value::Number(_) => Some(number.to_string()),
            _ => None,
        }
    }

    /// Evaluates the expression at the start of `rest` and moves behind it.
    fn expression(&self, rest: &mut &str, steps: &Cell<usize>) -> Option<String> {
        steps.set(steps.get().checked_sub(1)?);
        *rest = rest.trim_start();
        if rest.starts_with('\'') {
            return literal(rest);
        }
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end)?;
        *rest = behind.trim_start();
        if word.parse::<u64>().is_ok() {
            return Some(word.to_owned());
        }
        *rest = rest.strip_prefix('(')?.trim_start();
        let mut arguments = Vec::new();
        while !rest.starts_with(')') {
            arguments.push(self.expression(rest, steps)?);
            *rest = rest.trim_start();
            if let Some(next) = rest.strip_prefix(',') {
                *rest = next;
            } else if !rest.starts_with(')') {
                // A property or an item of a value: `f().x`, `f()[0]`.
                return None;
            }
        }
        *rest = rest.strip_prefix(')')?;
        let value = self.call(&word.to_ascii_lowercase(), &arguments, steps)?;
        (value.len() <= LONGEST).then_some(value)
    }

    fn call(&self, function: &str, arguments: &[String], steps: &Cell<usize>) -> Option<String> {
        let named = |all: &BTreeMap<String, Known<'t>>, name: &str| match all
            .get(&name.to_ascii_lowercase())?
        {
            Known::Text(text) => Some(text.clone()),
            Known::Part(part) => self.part(part, steps),
            Known::Nothing => None,
        };
        match (function, arguments) {
            ("parameters", [name]) => named(&self.parameters, name),
            ("variables", [name]) => named(&self.variables, name),
            ("concat", parts) => Some(parts.concat()),
            ("format", [pattern, values @ ..]) => format(pattern, values),
            ("tolower", [text]) => Some(text.to_lowercase()),
            ("toupper", [text]) => Some(text.to_uppercase()),
            _ => None,
        }
    }
}

/// Reads `'it''s'` from the start of `rest`.
fn literal(rest: &mut &str) -> Option<String> {
    let mut text = String::new();
    let mut tail = rest.strip_prefix('\'')?;
    loop {
        let (head, behind) = tail.split_once('\'')?;
        text.push_str(head);
        match behind.strip_prefix('\'') {
            Some(more) => {
                text.push('\'');
                tail = more;
            }
            None => {
                *rest = behind;
                return Some(text);
            }
        }
    }
}

/// Fills `{0}`, `{1}`, ... in; none for anything finer, such as `{0:D3}`.
fn format(pattern: &str, values: &[String]) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((head, tail)) = rest.split_once('{') {
        let (index, behind) = tail.split_once('}')?;
        text.push_str(head);
        text.push_str(values.get(index.parse::<usize>().ok()?)?);
        if text.len() > LONGEST {
            return None;
        }
        rest = behind;
    }
    text.push_str(rest);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = r#"{
        "parameters": {
            "Site": {"type": "string", "defaultValue": "shop"},
            "late": {"type": "string"},
            "chosen": {"type": "string", "defaultValue": "[resourceGroup().location]"},
            "pw": {"type": "secureString", "defaultValue": "x"}
        },
        "variables": {
            "plan": "[concat(parameters('site'), '-', 2)]",
            "a": "[variables('b')]", "b": "[variables('a')]",
            "many": "[concat(variables('more'), variables('more'))]",
            "more": "[concat(variables('plan'), variables('plan'), variables('many'))]",
            "login": {"password": "[parameters( 'PW' )]"},
            "indirect": "[variables('login').password]"
        }}"#;

    #[test]
    fn expressions_are_resolved_or_left() {
        let template = Members::parse(TEMPLATE).unwrap();
        let environment = Environment::of(&template, None);
        for (text, expected) in [
            ("plain", Some("plain")),
            ("[[literal]", Some("[literal]")),
            ("[parameters('SITE')]", Some("shop")),
            ("[ variables('plan') ]", Some("shop-2")),
            (
                "[format('{1}/{0}', 'it''s', toUpper(variables('plan')))]",
                Some("SHOP-2/it's"),
            ),
            ("[format('{0:D2}', 3)]", None),
            ("[parameters('late')]", None),
            ("[parameters('chosen')]", None),
            ("[variables('a')]", None),
            ("[variables('many')]", None),
            ("[variables('login').password]", None),
            ("[uniqueString('x')]", None),
            ("[concat('a'", Some("[concat('a'")),
            ("[concat('a']", None),
            ("[]", None),
        ] {
            assert_eq!(environment.resolve(text).as_deref(), expected, "{text}");
        }
        let deep = format!("[{}'a'{}]", "concat(".repeat(5000), ")".repeat(5000));
        assert_eq!(environment.resolve(&deep), None);
    }

    #[test]
    fn secrets_are_followed() {
        let template = Members::parse(TEMPLATE).unwrap();
        let environment = Environment::of(&template, None);
        assert!(environment.mentions_secure("[concat('a', Parameters('pw'))]"));
        assert!(environment.mentions_secure("[variables('indirect')]"));
        assert!(!environment.mentions_secure("[variables('plan')]"));
        let inner =
            Members::parse(r#"{"parameters": {"p": {"type": "string"}, "q": {"type": "string"}}}"#)
                .unwrap();
        let arguments = Members::parse(
            r#"{"p": {"value": "[parameters('pw')]"}, "Q": {"value": "[parameters('site')]"}}"#,
        )
        .unwrap();
        let nested = Environment::of(&inner, Some((&environment, &arguments)));
        assert!(nested.mentions_secure("[parameters('p')]"));
        assert_eq!(nested.resolve("[parameters('q')]").as_deref(), Some("shop"));
    }
}
