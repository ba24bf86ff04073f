//! Random Rego modules and random inputs for them. Few names are used for everything,
//! so that locals, rules, imports, functions and builtins hide each other.

use super::inputs::KEYS;
use super::random::Random;

/// Names of rules and locals.
pub(super) const NAMES: [&str; 6] = ["a", "b", "c", "x", "y", "k"];
/// Names of locals alone: most locals, since a body that uses a rule and then declares
/// its name is refused.
pub(super) const LOCALS: [&str; 3] = ["u", "v", "w"];
/// Names of functions; two of them are builtins.
const FUNCTIONS: [&str; 4] = ["f", "g", "is_object", "count"];
const PACKAGES: [&str; 3] = ["p", "q", "p.m"];
pub(super) const CONSTANTS: [&str; 7] = ["1", "0", "\"a\"", "\"b\"", "true", "false", "null"];

/// One file of a module set.
pub struct File {
    /// Its text.
    pub text: String,
}

/// What may be referred to.
#[derive(Clone)]
pub(super) struct Defined {
    pub package: &'static str,
    pub name: String,
    pub arity: Option<usize>,
}

/// What makes one file.
pub(super) struct Generator<'r> {
    pub random: &'r mut Random,
    pub package: &'static str,
    /// What was made before, which alone is referred to: nothing depends on itself.
    pub defined: Vec<Defined>,
    /// Functions that were made along with the rule.
    pub helpers: Vec<String>,
    /// Names that imports of the file give.
    pub aliases: Vec<String>,
    /// Names that are bound here.
    pub locals: Vec<String>,
    pub depth: usize,
    /// Builtins whose names the files use for functions of their own.
    pub taken: &'r [&'static str],
}

/// Makes some files that may refer to each other.
pub fn modules(random: &mut Random) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    let mut defined: Vec<Defined> = Vec::new();
    let count = 1 + random.below(3);
    let taken: Vec<&'static str> = FUNCTIONS
        .into_iter()
        .filter(|_| random.percent(40))
        .collect();
    for _ in 0..count {
        let package = random.of(&PACKAGES).copied().unwrap_or("p");
        let mut generator = Generator {
            random,
            package,
            defined: defined.clone(),
            helpers: Vec::new(),
            aliases: Vec::new(),
            locals: Vec::new(),
            depth: 0,
            taken: &taken,
        };
        let text = generator.file();
        defined = generator.defined;
        files.push(File { text });
    }
    files
}

impl Generator<'_> {
    fn file(&mut self) -> String {
        let mut text = format!("package {}\n", self.package);
        for _ in 0..self.random.below(3) {
            let import = self.import();
            text.push_str(&import);
        }
        text.push('\n');
        for _ in 0..1 + self.random.below(4) {
            let rule = self.rule();
            text.push_str(&rule);
            text.push('\n');
        }
        text
    }

    fn import(&mut self) -> String {
        let alias = self.random.text(&NAMES);
        // The engine and OPA refuse two meanings of one name.
        if self.is_defined(&alias) || self.aliases.contains(&alias) {
            return String::new();
        }
        let others: Vec<Defined> = self
            .defined
            .iter()
            .filter(|one| one.package != self.package)
            .cloned()
            .collect();
        let path = match self.random.of(&others) {
            Some(other) if self.random.percent(70) => {
                let package = other.package;
                if self.random.percent(30) {
                    format!("data.{package}")
                } else {
                    format!("data.{package}.{}", other.name)
                }
            }
            _ => format!("input.{}", self.random.text(&KEYS)),
        };
        self.aliases.push(alias.clone());
        format!("import {path} as {alias}\n")
    }

    /// Whether the package has a rule or function of this name.
    pub(super) fn is_defined(&self, name: &str) -> bool {
        let mut own = self
            .defined
            .iter()
            .filter(|one| one.package == self.package);
        own.any(|one| one.name == name)
    }

    fn rule(&mut self) -> String {
        self.locals.clear();
        self.depth = 0;
        let is_function = self.random.percent(25);
        let name = if is_function {
            let free: Vec<&str> = FUNCTIONS
                .into_iter()
                .filter(|name| name.len() == 1 || self.taken.contains(name))
                .collect();
            self.random.text(&free)
        } else {
            self.random.text(&NAMES)
        };
        let known = self.is_defined(&name);
        if known && !self.random.percent(25) || self.aliases.contains(&name) {
            return String::new();
        }
        let before = self.defined.clone();
        // Further definitions of a rule must not refer to it.
        self.defined
            .retain(|one| one.package != self.package || one.name != name);
        let (text, arity) = if is_function {
            self.function(&name)
        } else {
            (self.plain(&name), None)
        };
        self.defined = before;
        let helpers = std::mem::take(&mut self.helpers);
        self.defined.extend(helpers.into_iter().map(|name| Defined {
            package: self.package,
            name,
            arity: Some(1),
        }));
        self.defined.push(Defined {
            package: self.package,
            name,
            arity,
        });
        text
    }

    fn function(&mut self, name: &str) -> (String, Option<usize>) {
        let argument = self.random.text(&NAMES);
        let other = self.random.text(&NAMES);
        let (pattern, names) = match self.random.below(10) {
            0 if other != argument => (format!("[{argument}, {other}]"), vec![argument, other]),
            1 => ("_".to_owned(), Vec::new()),
            _ => (argument.clone(), vec![argument]),
        };
        let mut text = String::new();
        if self.random.percent(15) {
            let constant = self.random.text(&CONSTANTS);
            text.push_str(&format!("default {name}(_) := {constant}\n\n"));
        }
        self.locals = names.clone();
        let body = self.body(true);
        let value = self.expr();
        if self.random.percent(30) {
            let key = self.random.text(&KEYS);
            text.push_str(&match self.random.below(3) {
                0 => format!("{name}(_) := input.{key}\n"),
                1 => format!("{name}(v) := w if {{ v = w }}\n"),
                _ => format!("{name}(v) := 1 if v.{key} == 1 else := 2\n"),
            });
            return (text, Some(1));
        }
        text.push_str(&format!("{name}({pattern}) := {value} if {body}"));
        if self.random.percent(30) {
            self.locals = names;
            let body = self.body(true);
            let value = self.expr();
            text.push_str(&format!(" else := {value} if {body}"));
        }
        text.push('\n');
        (text, Some(1))
    }

    fn plain(&mut self, name: &str) -> String {
        match self.random.below(10) {
            0..=2 => return self.trick(name),
            3..=5 => return self.pair(name),
            _ => {}
        }
        let mut text = String::new();
        match self.random.below(12) {
            0 => {
                let value = self.expr();
                text.push_str(&format!("{name} := {value}\n"));
            }
            1 | 2 => {
                let body = self.body(true);
                let value = self.expr();
                text.push_str(&format!("{name} contains {value} if {body}\n"));
            }
            3 => {
                let body = self.body(true);
                let (key, value) = (self.expr(), self.expr());
                text.push_str(&format!("{name}[{key}] := {value} if {body}\n"));
            }
            4 => {
                let body = self.body(true);
                let value = self.expr();
                let (a, b) = (self.random.text(&KEYS), self.random.text(&KEYS));
                text.push_str(&format!("{name}.{a}.{b} := {value} if {body}\n"));
            }
            5 => {
                let body = self.body(true);
                let (key, value) = (self.expr(), self.expr());
                let a = self.random.text(&KEYS);
                text.push_str(&format!("{name}[{key}].{a} := {value} if {body}\n"));
            }
            6 => {
                let body = self.body(true);
                let value = self.expr();
                let a = self.random.text(&KEYS);
                text.push_str(&format!("{name}.{a} contains {value} if {body}\n"));
            }
            7 => {
                let body = self.body(true);
                text.push_str(&format!("{name} if {body}\n"));
            }
            _ => {
                if self.random.percent(25) {
                    let constant = self.random.text(&CONSTANTS);
                    text.push_str(&format!("default {name} := {constant}\n\n"));
                }
                let body = self.body(true);
                let value = self.expr();
                text.push_str(&format!("{name} := {value} if {body}"));
                if self.random.percent(35) {
                    self.locals.clear();
                    let body = self.body(true);
                    let value = self.expr();
                    text.push_str(&format!(" else := {value} if {body}"));
                }
                text.push('\n');
            }
        }
        text
    }
}
