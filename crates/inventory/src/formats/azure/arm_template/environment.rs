//! The values of names in a template's expressions, and the evaluation of expressions.

mod lambdas;
pub mod loops;
mod outputs;
#[cfg(test)]
mod outputs_tests;
mod shared;
#[cfg(test)]
mod tests;

pub use shared::Shared;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use serde::Deserialize;
use serde_json::value::RawValue;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::suggest::nearest;

use crate::formats::azure::arm_template::environment::loops::{Loop, Repeats, Round};
use crate::formats::azure::arm_template::expression::{Expression, is_expression, unescaped};
use crate::formats::azure::arm_template::functions::{call, step};
use crate::formats::azure::arm_template::name::template_id;
use crate::formats::azure::arm_template::parameters::Given;
use crate::formats::azure::arm_template::secrets::{Secrets, is_secure};
use crate::formats::azure::arm_template::symbol;
use crate::formats::azure::arm_template::target::Target;
use crate::formats::azure::arm_template::value::{Parts, SECRET, UNKNOWN, Value};
use crate::json::outline::Members;

/// The length limit of names and locations.
const LONGEST: usize = 512;
/// Values that take more memory than this are not evaluated.
const LARGEST: usize = 256 * 1024;
/// The limit of nested calls, through variables and parameters.
const DEEPEST: usize = 100;

/// A member, whatever the case of its key: ARM does not distinguish.
pub fn member<'t, 'm>(members: &'m Members<'t>, key: &str) -> Option<(&'m str, &'t RawValue)> {
    members
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
}

/// The parameters and variables of a template.
pub struct Environment<'t> {
    shared: Rc<Shared>,
    parameters: BTreeMap<String, Known<'t>>,
    variables: BTreeMap<String, Known<'t>>,
    secrets: Secrets,
    /// Values that were evaluated, or are being evaluated.
    worked: RefCell<BTreeMap<(bool, String), Value>>,
    /// The loops around what is being read, from the outermost one.
    rounds: RefCell<Vec<Round>>,
    /// The variables of the lambda expressions around what is being evaluated.
    lambda_variables: RefCell<Vec<(String, Value)>>,
    /// Its resources, unparsed.
    resources: Option<&'t RawValue>,
    /// Whether they have symbolic names.
    has_symbols: bool,
    /// What references to deployments returned, by id; nothing for what is no deployment
    /// of this template.
    referenced: RefCell<BTreeMap<String, Option<Value>>>,
    /// What sets its unknown values apart from those of other templates of the document.
    place: String,
    /// Where it is in the document.
    start: usize,
    /// Where it is deployed to.
    target: Target,
    depth: Cell<usize>,
}

enum Known<'t> {
    /// Given from outside of the template.
    Value(Value),
    /// Written in this template; may contain expressions.
    Part(&'t RawValue),
    /// Made by a loop.
    Loop(Loop<'t>),
}

#[derive(Deserialize)]
struct Parameter<'t> {
    #[serde(borrow, rename = "defaultValue")]
    default: Option<&'t RawValue>,
    #[serde(default)]
    nullable: bool,
}

impl<'t> Environment<'t> {
    /// The environment of a template that is deployed with the parameters `given`.
    /// Its resources go to `target`.
    pub fn of(shared: &Rc<Shared>, template: &Members<'t>, given: &Given, target: &Target) -> Self {
        Self::around(shared, template, given, target, "")
    }

    /// The environment of a template that is nested in `around`: a template and its rounds.
    fn around(
        shared: &Rc<Shared>,
        template: &Members<'t>,
        given: &Given,
        target: &Target,
        around: &str,
    ) -> Self {
        let start = shared.start_of(template);
        let object = |key| {
            member(template, key)
                .and_then(|(_, part)| Members::parse(part.get()).ok())
                .unwrap_or_default()
        };
        let mut environment = Self {
            shared: Rc::clone(shared),
            parameters: BTreeMap::new(),
            variables: BTreeMap::new(),
            secrets: Secrets::default(),
            worked: RefCell::default(),
            rounds: RefCell::default(),
            lambda_variables: RefCell::default(),
            place: shared.place_of(start, around),
            start,
            target: target.clone(),
            resources: member(template, "resources").map(|(_, part)| part),
            has_symbols: member(template, "languageVersion").is_some(),
            referenced: RefCell::default(),
            depth: Cell::new(0),
        };
        let definitions = object("definitions");
        for (name, part) in object("parameters").iter() {
            let key = name.to_ascii_lowercase();
            let value = given.value(name);
            if is_secure(part.get(), &definitions) || value == Some(SECRET) {
                environment.secrets.parameters.insert(key.clone());
            }
            let known = match serde_json::from_str::<Parameter<'t>>(part.get()) {
                Ok(parameter) => declared(&parameter, value),
                Err(_) => Known::Value(UNKNOWN),
            };
            environment.parameters.insert(key, known);
        }
        let variables = object("variables");
        for (name, part) in variables.iter() {
            if name.eq_ignore_ascii_case("copy") {
                environment.loops(part);
                continue;
            }
            let known = Known::Part(part);
            environment
                .variables
                .insert(name.to_ascii_lowercase(), known);
        }
        environment.secrets.follow(&variables);
        environment
    }

    /// Variables that a loop makes: `"copy": [{"name": "x", ...}]`.
    fn loops(&mut self, part: &'t RawValue) {
        for made in Loop::of_properties(part).unwrap_or_default() {
            self.variables
                .insert(made.name.to_ascii_lowercase(), Known::Loop(made));
        }
    }

    /// What sets its unknown values apart from those of other templates of the document.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether a string refers to a secure parameter, directly or by a variable.
    pub fn mentions_secure(&self, text: &str) -> bool {
        self.secrets.are_in(text)
    }

    /// A member that is a string: its text, and its value if that is known.
    pub fn text_of(&self, members: &Members<'_>, key: &str) -> Option<(String, Option<String>)> {
        let (_, part) = member(members, key)?;
        let text: String = serde_json::from_str(part.get()).ok()?;
        let value = self.string(&text, part).written();
        Some((text, value.filter(|value| value.len() <= LONGEST)))
    }

    /// The symbol of a member that is a string whose value is unknown.
    pub fn symbol_of(&self, members: &Members<'_>, key: &str) -> Option<String> {
        let (_, part) = member(members, key)?;
        let text: String = serde_json::from_str(part.get()).ok()?;
        match self.string(&text, part) {
            Value::Symbol(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a part of the template.
    pub fn value(&self, part: &RawValue) -> Value {
        let depth = self.depth.get();
        let inside = depth + nesting(part.get());
        if inside > DEEPEST || !self.shared.spend(part.get().len()) {
            return self.hidden_text(part.get());
        }
        self.depth.set(inside);
        let value = Value::part(part, &mut Part { of: self, part });
        self.depth.set(depth);
        value
    }

    /// The value of a string of the template, which is or is in `part`.
    pub fn string(&self, text: &str, part: &RawValue) -> Value {
        if !is_expression(text) {
            return Value::Text(unescaped(text).to_owned());
        }
        if self.mentions_secure(text) {
            return SECRET;
        }
        let Some(expression) = Expression::parse(text) else {
            return UNKNOWN;
        };
        expression.names(&mut |function, name| self.check(function == "parameters", name, part));
        if !self.shared.spend(text.len()) {
            return UNKNOWN;
        }
        self.evaluate(&expression)
    }

    fn hidden_text(&self, text: &str) -> Value {
        if self.mentions_secure(text) {
            SECRET
        } else {
            UNKNOWN
        }
    }

    /// Reports an undeclared name, once.
    fn check(&self, is_parameter: bool, name: &str, part: &RawValue) {
        let (names, function) = if is_parameter {
            (&self.parameters, "parameters")
        } else {
            (&self.variables, "variables")
        };
        let key = name.to_ascii_lowercase();
        if names.contains_key(&key) {
            return;
        }
        let missing = (self.start, is_parameter, key);
        if !self.shared.missing.borrow_mut().insert(missing) {
            return;
        }
        let range: Option<Range<usize>> = self.shared.document.range_of(part.get());
        let help = match nearest(name, names.keys().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare it in the template's `{function}`"),
        };
        let problem = Diagnostic::error(format!(
            "`{function}('{name}')` is not declared in this template"
        ))
        .at(Spot::new(&self.shared.document, range.unwrap_or_default()))
        .help(help);
        self.shared.problems.borrow_mut().push(problem);
    }

    fn evaluate(&self, expression: &Expression) -> Value {
        let depth = self.depth.get();
        if depth >= DEEPEST || !self.shared.spend(16) {
            return UNKNOWN;
        }
        self.depth.set(depth + 1);
        let value = self.result(expression);
        self.depth.set(depth);
        let size = value.size();
        if size > LARGEST || !self.shared.spend(size) {
            return value.hidden();
        }
        value
    }

    fn result(&self, expression: &Expression) -> Value {
        match expression {
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Integer(number) => Value::integer(*number),
            Expression::Step(of, to) => {
                let (of, to) = (self.evaluate(of), self.evaluate(to));
                match step(&of, &to) {
                    Some(value) => value.clone(),
                    None => match symbol::stepped(&of, &to) {
                        // A member that is not there has no value.
                        Some(symbol) if [&of, &to].iter().any(|part| part.is_symbol()) => symbol,
                        _ => Value::Array(vec![of, to]).hidden(),
                    },
                }
            }
            Expression::Call(function, arguments) => self.call(function, arguments),
        }
    }

    fn call(&self, function: &str, arguments: &[Expression]) -> Value {
        if let ("if", [condition, then, otherwise]) = (function, arguments) {
            return match self.evaluate(condition) {
                Value::Bool(true) => self.evaluate(then),
                Value::Bool(false) => self.evaluate(otherwise),
                condition => {
                    let (then, otherwise) = (self.evaluate(then), self.evaluate(otherwise));
                    let symbol = symbol::chosen(&condition, &then, &otherwise);
                    match Value::Array(vec![condition, then, otherwise]).hidden() {
                        SECRET => SECRET,
                        hidden => symbol.unwrap_or(hidden),
                    }
                }
            };
        }
        if let Some(value) = self.with_lambda(function, arguments) {
            return value;
        }
        let values: Vec<Value> = arguments
            .iter()
            .map(|argument| self.evaluate(argument))
            .collect();
        let found = match (function, values.as_slice()) {
            ("parameters", [Value::Text(name)]) => Some(self.named(true, name)),
            ("variables", [Value::Text(name)]) => Some(self.named(false, name)),
            ("copyindex", values) => self.index(values),
            ("reference", values) => self.referenced(values),
            _ if function.ends_with("resourceid") => template_id(
                function,
                &values,
                &self.shared.stem,
                (&self.target, &self.place),
            ),
            (_, values) => call(function, values),
        };
        found.unwrap_or_else(|| self.unknown(function, values))
    }

    /// A value that only the deployment knows.
    fn unknown(&self, function: &str, arguments: Vec<Value>) -> Value {
        match Value::Array(arguments.clone()).hidden() {
            SECRET => SECRET,
            hidden => symbol::called(function, &arguments, &self.place).unwrap_or(hidden),
        }
    }

    fn named(&self, is_parameter: bool, name: &str) -> Value {
        let name = name.to_ascii_lowercase();
        if is_parameter && self.secrets.parameters.contains(&name) {
            return SECRET;
        }
        let names = if is_parameter {
            &self.parameters
        } else {
            &self.variables
        };
        let function = if is_parameter {
            "parameters"
        } else {
            "variables"
        };
        match names.get(&name) {
            None => UNKNOWN,
            Some(Known::Value(value)) if *value == UNKNOWN => {
                self.unknown(function, vec![Value::Text(name)])
            }
            Some(Known::Value(value)) => value.clone(),
            Some(known @ (Known::Part(_) | Known::Loop(_))) => {
                let key = (is_parameter, name);
                if let Some(value) = self.worked.borrow().get(&key) {
                    return value.clone();
                }
                let written = known.written();
                // A value that depends on itself is unknown.
                let meanwhile = self.hidden_text(written);
                self.worked
                    .borrow_mut()
                    .insert(key.clone(), meanwhile.clone());
                let value = self.outside_of_loops(|| match known {
                    Known::Part(part) => self.value(part),
                    Known::Loop(made) => {
                        let value = self.made(made, Repeats::Property);
                        value.unwrap_or(meanwhile)
                    }
                    Known::Value(value) => value.clone(),
                });
                self.worked.borrow_mut().insert(key, value.clone());
                value
            }
        }
    }
}

/// A part of a template, with the values of its strings and loops.
struct Part<'e, 't> {
    of: &'e Environment<'t>,
    part: &'e RawValue,
}

impl Parts for Part<'_, '_> {
    fn string(&mut self, text: &str) -> Value {
        self.of.string(text, self.part)
    }

    fn looped(&mut self, copy: &RawValue) -> Option<Vec<(String, Value)>> {
        let loops = Loop::of_properties(copy)?;
        let made = loops.into_iter().map(|made| {
            let value = self.of.made(&made, Repeats::Property);
            let hidden = || self.of.hidden_text(copy.get());
            (made.name.clone(), value.unwrap_or_else(hidden))
        });
        Some(made.collect())
    }
}

impl Known<'_> {
    /// What is written in the template.
    fn written(&self) -> &str {
        match self {
            Self::Value(_) => "",
            Self::Part(part) => part.get(),
            Self::Loop(made) => made.input.map_or("", RawValue::get),
        }
    }
}

/// The value of a declared parameter, with the value that was given to it.
fn declared<'t>(parameter: &Parameter<'t>, given: Option<Value>) -> Known<'t> {
    match (given, parameter.default) {
        // Whether null replaces a default is not documented.
        (Some(Value::Null), Some(default)) if default.get() != "null" => Known::Value(UNKNOWN),
        (Some(value), _) => Known::Value(value),
        (None, Some(default)) => Known::Part(default),
        (None, None) if parameter.nullable => Known::Value(Value::Null),
        (None, None) => Known::Value(UNKNOWN),
    }
}

/// The depth of the arrays and objects of a JSON text.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
