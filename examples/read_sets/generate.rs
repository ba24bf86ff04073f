//! Random Rego modules and random inputs for them. Few names are used for everything,
//! so that locals, rules, imports, functions and builtins hide each other.

use super::random::Random;

/// Names of rules and locals.
const NAMES: [&str; 6] = ["a", "b", "c", "x", "y", "k"];
/// Names of locals alone: most locals, since a body that uses a rule and then declares
/// its name is refused.
const LOCALS: [&str; 3] = ["u", "v", "w"];
/// Keys of the input.
const KEYS: [&str; 3] = ["a", "b", "c"];
/// Names of functions; two of them are builtins.
const FUNCTIONS: [&str; 4] = ["f", "g", "is_object", "count"];
const PACKAGES: [&str; 3] = ["p", "q", "p.m"];
const CONSTANTS: [&str; 7] = ["1", "0", "\"a\"", "\"b\"", "true", "false", "null"];

/// One file of a module set.
pub struct File {
    /// Its text.
    pub text: String,
}

/// What may be referred to.
#[derive(Clone)]
struct Defined {
    package: &'static str,
    name: String,
    arity: Option<usize>,
}

struct Generator<'r> {
    random: &'r mut Random,
    package: &'static str,
    /// What was made before, which alone is referred to: nothing depends on itself.
    defined: Vec<Defined>,
    /// Names that imports of the file give.
    aliases: Vec<String>,
    /// Names that are bound here.
    locals: Vec<String>,
    depth: usize,
    /// Builtins whose names the files use for functions of their own.
    taken: &'r [&'static str],
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
        let taken = self
            .defined
            .iter()
            .any(|one| one.package == self.package && one.name == alias);
        if taken || self.aliases.contains(&alias) {
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
        let known = self
            .defined
            .iter()
            .any(|one| one.package == self.package && one.name == name);
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

    /// A rule that hides what it reads in one of the ways in which an analysis of names
    /// has gone wrong, with names and keys that differ.
    fn trick(&mut self, name: &str) -> String {
        let key = self.random.text(&KEYS);
        let other = self.random.text(&KEYS);
        let constant = self.random.text(&CONSTANTS);
        let local = self.random.text(&LOCALS);
        let used = self.reference_to_rule();
        let root = used.split('.').next().unwrap_or_default().to_owned();
        let condition = format!("{used}.{other} == {constant}");
        match self.random.below(14) {
            0 => format!("{name} := 1 if {{ {condition}; count([{root} | {root} := 1]) == 1 }}\n"),
            1 => {
                format!("{name} := 1 if {{ {condition}; every {root} in [1] {{ {root} == 1 }} }}\n")
            }
            2 => format!(
                "{name} := 1 if {{ {condition} }} else := 2 if {{ {root} := 1; {root} == 1 }}\n"
            ),
            3 => format!(
                "{name} := 1 if {{ {local} := input.{key}; {local} = u2; u2.{other} == {constant} }}\n"
            ),
            4 => format!(
                "{name} := 1 if {{ some u2; [{local}, 1] := [input.{key}, 1]; {local} = u2; u2.{other} == {constant} }}\n"
            ),
            5 => format!("{name} := k2 if {{ some k2, _ in input.{key} }}\n"),
            6 => match self.function_name() {
                Some(function) => format!(
                    "{name} := {local} if {{ {local} := is_null(1) with is_null as {function} }}\n"
                ),
                None => String::new(),
            },
            7 => match self.function_name() {
                Some(function) => format!("{name} := {function}(input.{key})\n"),
                None => String::new(),
            },
            8 => format!(
                "{name}[{local}].{key} := input.{other} if {{ some {local} in [\"a\", \"b\"] }}\n"
            ),
            9 => format!("{name} := {local} if {{ {local} := {used}.{key}.{other} }}\n"),
            10 => format!("{name} := {local} if {{ some {local} in input.{key} }}\n"),
            11 => format!("{name} contains {local} if {{ some {local} in input.{key} }}\n"),
            12 => format!("{name} := [1 | some {local} in {used}]\n"),
            _ => format!(
                "{name} := 1 if {{ {local} := input.{key}; count([1 | some {local} in [input.{other}]]) == 1 }}\n"
            ),
        }
    }

    fn reference_to_rule(&mut self) -> String {
        let package = self.package;
        let own: Vec<String> = self
            .defined
            .iter()
            .filter(|one| one.arity.is_none() && one.package == package)
            .map(|one| one.name.clone())
            .chain(self.aliases.iter().cloned())
            .collect();
        let key = self.random.text(&KEYS);
        self.random
            .of(&own)
            .cloned()
            .unwrap_or_else(|| format!("input.{key}"))
    }

    fn plain(&mut self, name: &str) -> String {
        if self.random.percent(35) {
            return self.trick(name);
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

    /// A body; afterwards its names are bound, for the head. Those of an inner one are
    /// not, in the end.
    fn body(&mut self, is_outer: bool) -> String {
        let locals = self.locals.clone();
        let count = 1 + self.random.below(if is_outer { 4 } else { 2 });
        let statements: Vec<String> = (0..count).map(|_| self.statement()).collect();
        if !is_outer {
            self.locals = locals;
        }
        format!("{{ {} }}", statements.join("; "))
    }

    /// A name to bind that the body has not bound yet.
    fn fresh(&mut self) -> Option<String> {
        let names: &[&str] = if self.random.percent(70) {
            &LOCALS
        } else {
            &NAMES
        };
        let free: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| !self.locals.iter().any(|local| local == name))
            .collect();
        self.random.of(&free).map(|name| (*name).to_owned())
    }

    fn statement(&mut self) -> String {
        self.depth += 1;
        let statement = self.statement_here();
        self.depth -= 1;
        statement
    }

    fn statement_here(&mut self) -> String {
        let kind = self.random.below(24);
        let fresh = self.fresh();
        let value = self.expr();
        match (kind, fresh) {
            (0..=3, Some(name)) => {
                self.locals.push(name.clone());
                format!("{name} := {value}")
            }
            (4, Some(name)) => {
                self.locals.push(name.clone());
                format!("{name} = {value}")
            }
            (5, Some(name)) => {
                self.locals.push(name.clone());
                format!("some {name}; {name} = {value}")
            }
            (6 | 7, Some(name)) => {
                let collection = self.collection();
                self.locals.push(name.clone());
                format!("some {name} in {collection}")
            }
            (8, Some(name)) => {
                let collection = self.collection();
                self.locals.push(name.clone());
                match self.fresh() {
                    Some(other) if self.random.percent(60) => {
                        self.locals.push(other.clone());
                        format!("some {name}, {other} in {collection}")
                    }
                    _ => format!("some {name}, _ in {collection}"),
                }
            }
            (9, Some(name)) => {
                let collection = self.reference();
                self.locals.push(name.clone());
                format!("{collection}[{name}]")
            }
            (10, Some(name)) => {
                let locals = self.locals.clone();
                let collection = self.collection();
                self.locals.push(name.clone());
                let body = self.body(false);
                let body = body.trim_start_matches("{ ");
                self.locals = locals;
                format!("every {name} in {collection} {{ {name} != null; {body}")
            }
            (11, Some(name)) => {
                let (a, b) = (self.expr(), self.expr());
                self.locals.push(name.clone());
                format!("[{name}, _] := [{a}, {b}]")
            }
            (12, Some(name)) => {
                self.locals.push(name.clone());
                format!("[{name}, 1] = [{value}, 1]")
            }
            (13, Some(name)) => {
                self.locals.push(name.clone());
                format!("walk({value}, [_, {name}])")
            }
            (14, Some(name)) => match self.function_name() {
                Some(function) => {
                    self.locals.push(name.clone());
                    format!("{function}({value}, {name})")
                }
                None => value,
            },
            (15, _) => match self.local() {
                // Two names that are both bound somewhere.
                Some(local) => {
                    let other = self.local().unwrap_or_else(|| "1".to_owned());
                    format!("{local} = {other}")
                }
                None => format!("not {value}"),
            },
            (16, _) => format!("not {value}"),
            (17, _) => {
                let target = self.random.text(&["input", "input.a", "input.b"]);
                let replacement = self.expr();
                match self.random.percent(30) {
                    true => format!("{value} with {target} as {replacement}"),
                    false => format!("{value} == {replacement}"),
                }
            }
            (18, _) => match self.function_name() {
                Some(function) if self.random.percent(50) => {
                    format!("count({value}) == 1 with count as {function}")
                }
                _ => format!("{value} == null"),
            },
            (19, _) => {
                let other = self.collection();
                format!("{value} in {other}")
            }
            (20 | 21, _) => {
                let other = self.expr();
                let operator = self.random.text(&["==", "!=", "<", ">="]);
                format!("{value} {operator} {other}")
            }
            _ => format!("{value} != null"),
        }
    }

    fn local(&mut self) -> Option<String> {
        let locals = self.locals.clone();
        self.random.of(&locals).cloned()
    }

    fn function_name(&mut self) -> Option<String> {
        let package = self.package;
        let functions: Vec<Defined> = self
            .defined
            .iter()
            .filter(|one| one.arity.is_some())
            .cloned()
            .collect();
        self.random.of(&functions).map(|one| {
            if one.package == package {
                one.name.clone()
            } else {
                format!("data.{}.{}", one.package, one.name)
            }
        })
    }

    /// Something that can be gone through, most of the time.
    fn collection(&mut self) -> String {
        match self.random.below(8) {
            0 => format!("[{}, {}]", self.expr(), self.expr()),
            1 => format!("{{{}, {}}}", self.expr(), self.expr()),
            2 => self.comprehension(),
            _ => self.reference(),
        }
    }

    fn comprehension(&mut self) -> String {
        self.depth += 1;
        let locals = self.locals.clone();
        let body = self.body(true);
        let body = body
            .trim_start_matches("{ ")
            .trim_end_matches(" }")
            .to_owned();
        let (key, value) = (self.expr(), self.expr());
        self.locals = locals;
        self.depth -= 1;
        match self.random.below(3) {
            0 => format!("[{value} | {body}]"),
            1 => format!("{{{value} | {body}}}"),
            _ => format!("{{{key}: {value} | {body}}}"),
        }
    }

    fn expr(&mut self) -> String {
        if self.depth > 3 {
            return self.reference();
        }
        self.depth += 1;
        let expr = match self.random.below(20) {
            0 | 1 => self.random.text(&CONSTANTS),
            2 => format!("[{}, {}]", self.expr(), self.expr()),
            3 => format!("{{\"a\": {}, \"b\": {}}}", self.expr(), self.expr()),
            4 => format!("{{{}}}", self.expr()),
            5 => self.comprehension(),
            6 | 7 => {
                let names = ["count", "is_object", "is_array", "is_string", "is_set"];
                let name = self.random.text(&names);
                let argument = self.reference();
                // A function of this name may come later, and depend on this.
                match self.taken.iter().any(|taken| *taken == name) {
                    true => argument,
                    false => format!("{name}({argument})"),
                }
            }
            8 => {
                let path = self
                    .random
                    .text(&["\"a\"", "[\"a\", \"b\"]", "[\"b\", 0]", "[]"]);
                format!("object.get({}, {path}, {})", self.reference(), self.expr())
            }
            9 => format!("json.marshal({})", self.expr()),
            10 | 11 => match self.function_name() {
                Some(function) => format!("{function}({})", self.expr()),
                None => self.reference(),
            },
            _ => self.reference(),
        };
        self.depth -= 1;
        expr
    }

    fn reference(&mut self) -> String {
        let mut text = match self.random.below(10) {
            0..=3 => self.local().unwrap_or_else(|| "input".to_owned()),
            4..=6 => {
                let package = self.package;
                let rules: Vec<Defined> = self
                    .defined
                    .iter()
                    .filter(|one| one.arity.is_none())
                    .cloned()
                    .collect();
                match self.random.of(&rules) {
                    // A local of that name is in the way, which is welcome too.
                    Some(rule) if rule.package == package && self.random.percent(80) => {
                        rule.name.clone()
                    }
                    Some(rule) => format!("data.{}.{}", rule.package, rule.name),
                    None => "input".to_owned(),
                }
            }
            7 => {
                let aliases = self.aliases.clone();
                self.random
                    .of(&aliases)
                    .cloned()
                    .unwrap_or_else(|| "input".to_owned())
            }
            _ => "input".to_owned(),
        };
        let least = usize::from(text == "input" && self.random.percent(95));
        for _ in 0..self.random.below(3).max(least) {
            let key = match self.random.below(9) {
                0 => "[_]".to_owned(),
                1 => "[0]".to_owned(),
                2 => match self.local() {
                    Some(local) => format!("[{local}]"),
                    None => ".a".to_owned(),
                },
                3 => "[\"b\"]".to_owned(),
                _ => format!(".{}", self.random.text(&KEYS)),
            };
            text.push_str(&key);
        }
        text
    }
}

/// A random input: an object with few keys, few values and little depth.
pub fn input(random: &mut Random) -> serde_json::Value {
    let mut fields = serde_json::Map::new();
    for key in KEYS {
        if random.percent(80) {
            fields.insert(key.to_owned(), value(random, 0));
        }
    }
    fields.into()
}

/// A random value.
pub fn value(random: &mut Random, depth: usize) -> serde_json::Value {
    match random.below(if depth > 2 { 6 } else { 12 }) {
        0 => serde_json::Value::Null,
        1 => random.percent(50).into(),
        2 => random.below(3).into(),
        3 => random.text(&["a", "b"]).into(),
        4 => 1.into(),
        5 => true.into(),
        6 | 7 => (0..random.below(4))
            .map(|_| value(random, depth + 1))
            .collect(),
        _ => {
            let mut fields = serde_json::Map::new();
            for key in ["a", "b", "c", "0"] {
                if random.percent(55) {
                    fields.insert(key.to_owned(), value(random, depth + 1));
                }
            }
            fields.into()
        }
    }
}
