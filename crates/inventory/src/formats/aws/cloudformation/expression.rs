//! Intrinsic functions of CloudFormation templates, evaluated before the deployment from
//! parameters, mappings and conditions.

#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::formats::aws::cloudformation::parameters::{LONGEST, Parameter, declared, scalar};
use crate::json::outline::{Members, items};

/// The prefix of a reference to a secret or a parameter that AWS looks up during the
/// deployment.
pub const DYNAMIC: &str = "{{resolve:";
/// Functions nested deeper than this are not evaluated.
const DEEPEST: usize = 64;
/// The length limit of strings that functions make.
const LONGEST_TEXT: usize = 16 * LONGEST;

/// The result of an expression.
#[derive(Debug)]
pub enum Value<'t> {
    /// A part of the template, which may contain expressions.
    Part(&'t RawValue),
    /// JSON.
    Made(String),
    /// No value: the property or item does not exist.
    Nothing,
    /// Only known when the template is deployed.
    Unknown,
}

/// The values of names in a template's expressions.
pub struct Environment<'t> {
    parameters: BTreeMap<String, Parameter>,
    /// Values of names such as `AWS::Region`.
    pseudo: BTreeMap<String, String>,
    mappings: Members<'t>,
    conditions: Members<'t>,
    resources: BTreeSet<String>,
    /// Results of conditions; none for a condition that is unknown or is being evaluated.
    decided: RefCell<BTreeMap<String, Option<bool>>>,
}

impl<'t> Environment<'t> {
    /// The environment of a template with the given parameter values.
    pub fn of(template: &Members<'t>, given: &BTreeMap<String, Option<String>>) -> Self {
        let object = |key| template.object(key).unwrap_or_default();
        Self {
            parameters: declared(template, given),
            pseudo: given
                .iter()
                .filter(|(name, _)| name.starts_with("AWS::"))
                .filter_map(|(name, value)| Some((name.clone(), value.clone()?)))
                .collect(),
            mappings: object("Mappings"),
            conditions: object("Conditions"),
            resources: object("Resources")
                .iter()
                .map(|(name, _)| name.to_owned())
                .collect(),
            decided: RefCell::default(),
        }
    }

    /// Whether the template has a resource of this name.
    pub fn has_resource(&self, name: &str) -> bool {
        self.resources.contains(name)
    }

    /// Whether the template has a parameter of this name.
    pub fn has_parameter(&self, name: &str) -> bool {
        self.parameters.contains_key(name)
    }

    /// Whether the template has a condition of this name.
    pub fn has_condition(&self, name: &str) -> bool {
        self.conditions.has(name)
    }

    /// Whether the template has a mapping of this name.
    pub fn has_mapping(&self, name: &str) -> bool {
        self.mappings.has(name)
    }

    /// Whether a parameter's value is secret.
    pub fn is_secret(&self, name: &str) -> bool {
        self.parameters
            .get(name)
            .is_some_and(|parameter| parameter.is_secret)
    }

    /// The value of `AWS::Region` and similar names, if it was given.
    pub fn pseudo(&self, name: &str) -> Option<&str> {
        self.pseudo.get(name).map(String::as_str)
    }

    /// The result of a part of the template; the part itself, if it is no expression.
    pub fn resolve(&self, part: &'t RawValue) -> Value<'t> {
        self.value(part, 0)
    }

    fn value(&self, part: &'t RawValue, depth: usize) -> Value<'t> {
        let Some((name, argument)) = intrinsic(part) else {
            return Value::Part(part);
        };
        if depth > DEEPEST {
            return Value::Unknown;
        }
        self.call(&name, argument, depth + 1)
            .unwrap_or(Value::Unknown)
    }

    fn call(&self, name: &str, argument: &'t RawValue, depth: usize) -> Option<Value<'t>> {
        match name {
            "Ref" => self.reference(&string(argument)?),
            "Fn::If" => {
                let [condition, yes, no] = self.arguments(argument)?;
                let chosen = match self.condition_within(&string(condition)?, depth)? {
                    true => yes,
                    false => no,
                };
                Some(self.value(chosen, depth))
            }
            "Fn::FindInMap" => self.find_in_map(argument, depth),
            "Fn::Select" => {
                let [index, list] = self.arguments(argument)?;
                let index: usize = self.text(index, depth)?.trim().parse().ok()?;
                match self.value(list, depth) {
                    Value::Part(list) => {
                        let item = items(list.get()).ok()?.get(index).copied()?;
                        Some(self.value(item, depth))
                    }
                    Value::Made(list) => {
                        let list: Vec<Json> = serde_json::from_str(&list).ok()?;
                        Some(Value::Made(list.get(index)?.to_string()))
                    }
                    Value::Nothing | Value::Unknown => None,
                }
            }
            "Fn::Split" => {
                let [delimiter, text] = self.arguments(argument)?;
                let delimiter = string(delimiter)?;
                let text = self.text(text, depth)?;
                if delimiter.is_empty() {
                    return None;
                }
                made(&Json::from(text.split(&delimiter).collect::<Vec<_>>()))
            }
            "Fn::Join" => {
                let [delimiter, list] = self.arguments(argument)?;
                let list = self.texts(list, depth)?;
                made(&Json::from(list.join(&string(delimiter)?)))
            }
            "Fn::Sub" => made(&Json::from(self.substituted(argument, depth)?)),
            _ => None,
        }
    }

    fn arguments<const N: usize>(&self, argument: &'t RawValue) -> Option<[&'t RawValue; N]> {
        items(argument.get()).ok()?.try_into().ok()
    }

    fn reference(&self, name: &str) -> Option<Value<'t>> {
        if name == "AWS::NoValue" {
            return Some(Value::Nothing);
        }
        if let Some(value) = self.pseudo(name) {
            return made(&Json::from(value));
        }
        Some(Value::Made(self.parameters.get(name)?.json.clone()?))
    }

    fn find_in_map(&self, argument: &'t RawValue, depth: usize) -> Option<Value<'t>> {
        let arguments = items(argument.get()).ok()?;
        let [map, first, second, ..] = arguments.as_slice() else {
            return None;
        };
        let map = self.mappings.object(&self.text(map, depth)?)?;
        let first = map.object(&self.text(first, depth)?)?;
        let value = first.get(&self.text(second, depth)?)?;
        // Mappings contain no expressions; the place is that of the function.
        (value.get().len() <= LONGEST && intrinsic(value).is_none())
            .then(|| Value::Made(value.get().to_owned()))
    }

    /// The strings of a list, without items that do not exist.
    fn texts(&self, list: &'t RawValue, depth: usize) -> Option<Vec<String>> {
        match self.value(list, depth) {
            Value::Part(list) => {
                let mut texts = Vec::new();
                for item in items(list.get()).ok()? {
                    match self.value(item, depth) {
                        Value::Nothing => {}
                        value => texts.push(as_text(&value)?),
                    }
                }
                Some(texts)
            }
            Value::Made(list) => {
                let list: Vec<Json> = serde_json::from_str(&list).ok()?;
                list.iter().map(scalar).collect()
            }
            Value::Nothing | Value::Unknown => None,
        }
    }

    /// An argument that is a string, number or boolean.
    fn text(&self, part: &'t RawValue, depth: usize) -> Option<String> {
        as_text(&self.value(part, depth))
    }

    /// The string that `Fn::Sub` makes, alone or with its own variables.
    fn substituted(&self, argument: &'t RawValue, depth: usize) -> Option<String> {
        let (pattern, variables) = sub(argument)?;
        let mut text = String::new();
        for piece in pieces(&pattern) {
            match piece {
                Piece::Text(literal) => text.push_str(literal),
                Piece::Name(name) => {
                    let value = match variables.get(name) {
                        Some(variable) => self.text(variable, depth)?,
                        None => as_text(&self.reference(name)?)?,
                    };
                    text.push_str(&value);
                }
            }
            if text.len() > LONGEST_TEXT {
                return None;
            }
        }
        Some(text)
    }

    /// Whether a condition is true; none when that is unknown.
    pub fn condition(&self, name: &str) -> Option<bool> {
        self.condition_within(name, 0)
    }

    fn condition_within(&self, name: &str, depth: usize) -> Option<bool> {
        if let Some(decided) = self.decided.borrow().get(name) {
            return *decided;
        }
        // A condition that refers to itself is unknown.
        self.decided.borrow_mut().insert(name.to_owned(), None);
        let holds = self.test(self.conditions.get(name)?, depth);
        self.decided.borrow_mut().insert(name.to_owned(), holds);
        holds
    }

    fn test(&self, part: &'t RawValue, depth: usize) -> Option<bool> {
        if depth > DEEPEST {
            return None;
        }
        let members = Members::parse(part.get()).ok()?;
        let (name, argument) = only(&members)?;
        let all = |decisive: bool| {
            let mut known = Some(!decisive);
            for item in items(argument.get()).ok()? {
                match self.test(item, depth + 1) {
                    Some(holds) if holds == decisive => return Some(decisive),
                    Some(_) => {}
                    None => known = None,
                }
            }
            known
        };
        match name {
            // Conditions of conditions count as levels too.
            "Condition" => self.condition_within(&string(argument)?, depth + 1),
            "Fn::Equals" => {
                let [one, two] = self.arguments(argument)?;
                Some(self.text(one, depth)? == self.text(two, depth)?)
            }
            "Fn::Not" => {
                let [negated] = self.arguments(argument)?;
                self.test(negated, depth + 1).map(|holds| !holds)
            }
            "Fn::And" => all(false),
            "Fn::Or" => all(true),
            _ => None,
        }
    }
}

fn made<'t>(value: &Json) -> Option<Value<'t>> {
    let text = value.to_string();
    (text.len() <= LONGEST_TEXT).then_some(Value::Made(text))
}

fn as_text(value: &Value<'_>) -> Option<String> {
    let text = match value {
        Value::Part(part) => part.get(),
        Value::Made(text) => text,
        Value::Nothing | Value::Unknown => return None,
    };
    match text.as_bytes().first()? {
        _ if text.contains(DYNAMIC) => None,
        b'"' => serde_json::from_str(text).ok(),
        b'{' | b'[' | b'n' => None,
        // Numbers as they are written.
        _ => Some(text.to_owned()),
    }
}

/// A part that is a string.
pub fn string(part: &RawValue) -> Option<String> {
    serde_json::from_str(part.get()).ok()
}

/// The function that a part calls, and its argument.
pub fn intrinsic(part: &RawValue) -> Option<(String, &RawValue)> {
    if !part.get().starts_with('{') {
        return None;
    }
    let members = Members::parse(part.get()).ok()?;
    let (name, argument) = only(&members)?;
    (name == "Ref" || name.starts_with("Fn::")).then(|| (name.to_owned(), argument))
}

fn only<'m, 't>(members: &'m Members<'t>) -> Option<(&'m str, &'t RawValue)> {
    let mut all = members.iter();
    let first = all.next()?;
    all.next().is_none().then_some(first)
}

/// The pattern and the variables of `Fn::Sub`.
pub fn sub(argument: &RawValue) -> Option<(String, Members<'_>)> {
    if let Some(pattern) = string(argument) {
        return Some((pattern, Members::default()));
    }
    match items(argument.get()).ok()?.as_slice() {
        [pattern] => Some((string(pattern)?, Members::default())),
        [pattern, variables] => Some((string(pattern)?, Members::parse(variables.get()).ok()?)),
        _ => None,
    }
}

/// A piece of the pattern of `Fn::Sub`.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'p> {
    /// Literal text.
    Text(&'p str),
    /// The name in `${...}`.
    Name(&'p str),
}

/// Splits a pattern into pieces. `${!Name}` is the literal text `${Name}`.
pub fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some((head, tail)) = rest.split_once("${") {
        pieces.push(Piece::Text(head));
        let Some((name, after)) = tail.split_once('}') else {
            pieces.push(Piece::Text("${"));
            rest = tail;
            break;
        };
        match name.strip_prefix('!') {
            Some(literal) => {
                pieces.extend(["${", literal, "}"].map(Piece::Text));
            }
            None => pieces.push(Piece::Name(name.trim())),
        }
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces
}
