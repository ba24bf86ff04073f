//! Random bodies, statements and expressions.

use super::generate::{CONSTANTS, Defined, Generator, LOCALS, NAMES};
use super::inputs::KEYS;

impl Generator<'_> {
    /// A body; afterwards its names are bound, for the head. Those of an inner one are
    /// not, in the end.
    pub(super) fn body(&mut self, is_outer: bool) -> String {
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

    pub(super) fn function_name(&mut self) -> Option<String> {
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

    pub(super) fn expr(&mut self) -> String {
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
