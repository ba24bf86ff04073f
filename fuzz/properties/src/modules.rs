//! Policies made of choices: rules, functions and references of every kind that read
//! `input` in some way. Kept answers have to be those of `--plain`.

use std::fmt::Write as _;

use crate::choices::Choices;
use crate::policy::{RESOURCES, evaluate_text};
use crate::quiet_engine;

/// A policy made of choices, evaluated in both ways.
pub fn read_sets(data: &[u8]) {
    quiet_engine();
    evaluate_text(&module(&mut Choices::new(data)), &RESOURCES);
}

/// The places of `input` that differ between resources.
const PLACES: &[&str] = &[
    "input.properties.flag",
    "input.properties.supportsHttpsTrafficOnly",
    "input.properties.networkAcls.ipRules",
    "input.properties.networkAcls.ipRules[_].value",
    "input.properties",
    "input[\"properties\"].flag",
    "input.raw.properties.flag",
    "input.tags.env",
    "input.name",
    "input.raw",
    "input",
];

const LITERALS: &[&str] = &[
    "true", "false", "null", "1", "\"a\"", "[]", "{}", "set()", "\"flag\"",
];

/// Rules that a module has; functions have one argument.
const RULES: usize = 4;

/// Calls of the engine's own functions, with `%` for the argument.
const CALLS: &[&str] = &[
    "count(%)",
    "is_boolean(%)",
    "is_object(%)",
    "type_name(%)",
    "json.marshal(%)",
    "object.get(%, \"flag\", null)",
    "object.get(%, [\"properties\", \"flag\"], 0)",
    "object.keys(%)",
    "object.remove(%, [\"flag\"])",
    "object.union(%, {\"x\": 1})",
    "object.filter(%, [\"flag\"])",
    "[%][0]",
    "{\"a\": %}.a",
    "{%}",
    "concat(\",\", [%])",
    "[v | v := %]",
    "{k | some k, _ in %}",
    "{k: v | some k, v in %}",
    "[v | some v in %]",
    "[p | walk(%, [p, _])]",
];

fn module(choices: &mut Choices<'_>) -> String {
    let mut text = String::from(
        "# METADATA\n# title: Made of choices\n# custom:\n#   id: MADE-1\n#   severity: high\n#   layer: data\n#   resources: [microsoft.storage/storageaccounts]\n#   remediation: {summary: x}\npackage acme.made\n",
    );
    if choices.once_in(4) {
        let import = *choices.one(&[
            "import input.properties",
            "import input.properties as r0",
            "import input.properties.flag as g",
            "import data.acme.made.r1",
            "import data.acme.made as made",
        ]);
        let _ = writeln!(text, "\n{import}");
    }
    for number in 0..RULES {
        rule(&mut text, number, choices);
    }
    for number in 0..1 + choices.below(2) {
        let mut body = Body::default();
        body.statements(choices, 0);
        let _ = writeln!(text, "\ndeny contains \"m{number}\" if {{\n{}}}", body.text);
    }
    text
}

fn rule(text: &mut String, number: usize, choices: &mut Choices<'_>) {
    let mut body = Body::default();
    let kind = choices.below(9);
    if kind >= 6 {
        body.names.push("x".to_owned());
    }
    body.statements(choices, number + 1);
    let value = body.value(choices, number + 1, 0);
    let body = body.text;
    let _ = match kind {
        0 => write!(text, "\nr{number} := {value}\n"),
        1 => write!(text, "\nr{number} := {value} if {{\n{body}}}\n"),
        2 => write!(
            text,
            "\ndefault r{number} := false\n\nr{number} if {{\n{body}}}\n"
        ),
        3 => write!(text, "\nr{number} contains {value} if {{\n{body}}}\n"),
        4 => write!(text, "\nr{number}[\"flag\"] := {value} if {{\n{body}}}\n"),
        5 => write!(text, "\nr{number} := 1 if {{\n{body}}} else := {value}\n"),
        6 => write!(text, "\nr{number}(x) := {value} if {{\n{body}}}\n"),
        7 => write!(
            text,
            "\nr{number}({{\"flag\": x}}) := {value} if {{\n{body}}}\n\nr{number}(x) := {{\"flag\": x}} if not x.flag\n"
        ),
        _ => write!(
            text,
            "\nr{number}(x) := y if {{\n{body}\tx = y\n}} else := {value}\n"
        ),
    };
}

/// The body of a rule.
#[derive(Default)]
struct Body {
    text: String,
    /// The variables that are bound.
    names: Vec<String>,
    made: usize,
}

impl Body {
    fn statements(&mut self, choices: &mut Choices<'_>, first_rule: usize) {
        for _ in 0..1 + choices.below(4) {
            self.statement(choices, first_rule);
        }
    }

    fn statement(&mut self, choices: &mut Choices<'_>, first_rule: usize) {
        let one = self.value(choices, first_rule, 0);
        let other = self.value(choices, first_rule, 1);
        let name = format!("v{}", self.made);
        self.made += 1;
        let line = match choices.below(14) {
            0 => format!("{name} := {one}"),
            1 => format!("{name} = {one}"),
            2 => format!("{one} = {name}"),
            3 => format!("some {name} in {one}"),
            4 => format!("some {name}, _ in {one}"),
            5 => format!("some k{name}, {name} in {one}"),
            6 => format!("[{name}, _] = [{one}, {other}]"),
            7 => format!("{{\"flag\": {name}}} = {{\"flag\": {one}}}"),
            8 => format!("walk({one}, [_, {name}])"),
            9 => format!("{name} := {one}[k{name}]"),
            10 => format!("not {one}\n\t{name} := 0"),
            11 => format!("{one} == {other}\n\t{name} := 1"),
            12 => format!("every e in {one} {{\n\t\te != {other}\n\t}}\n\t{name} := 2"),
            _ => format!("{one} != {other}\n\t{name} := 3"),
        };
        let with = match choices.below(20) {
            0 => format!(" with input.properties.flag as {other}"),
            1 => format!(" with input as {{\"properties\": {other}}}"),
            2 => format!(" with data.acme.made.r3 as {other}"),
            3 => " with count as is_null".to_owned(),
            _ => String::new(),
        };
        let _ = writeln!(self.text, "\t{line}{with}");
        self.names.push(name);
    }

    /// An expression; rules only refer to those behind them, so that there are no circles.
    fn value(&self, choices: &mut Choices<'_>, first_rule: usize, depth: usize) -> String {
        let rule = first_rule + choices.below(RULES);
        let is_rule = rule < RULES;
        match choices.below(8) {
            0..=2 => (*choices.one(PLACES)).to_owned(),
            3 if !self.names.is_empty() => {
                let name = choices.one(&self.names).clone();
                match choices.below(4) {
                    0 => format!("{name}.flag"),
                    1 => format!("{name}.properties.flag"),
                    2 => format!("input.properties[{name}]"),
                    _ => name,
                }
            }
            4 if is_rule => match choices.below(3) {
                0 => format!("data.acme.made.r{rule}"),
                1 => format!("r{rule}.flag"),
                _ => format!("r{rule}"),
            },
            5 if is_rule && depth < 2 => {
                let argument = self.value(choices, first_rule, depth + 1);
                format!("r{rule}({argument})")
            }
            6 if depth < 3 => {
                let argument = self.value(choices, first_rule, depth + 1);
                choices.one(CALLS).replacen('%', &argument, 1)
            }
            _ => (*choices.one(LITERALS)).to_owned(),
        }
    }
}
