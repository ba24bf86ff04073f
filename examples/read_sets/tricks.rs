//! Rules that hide what they read in the ways in which an analysis of names has gone
//! wrong.

use super::generate::{CONSTANTS, Generator, LOCALS};
use super::inputs::KEYS;

impl Generator<'_> {
    /// A rule that hides what it reads in one of the ways in which an analysis of names
    /// has gone wrong, with names and keys that differ.
    pub(super) fn trick(&mut self, name: &str) -> String {
        let key = self.random.text(&KEYS);
        let other = self.random.text(&KEYS);
        let constant = self.random.text(&CONSTANTS);
        let local = self.random.text(&LOCALS);
        let used = self.reference_to_rule();
        let root = used.split('.').next().unwrap_or_default().to_owned();
        let condition = format!("{used}.{other} == {constant}");
        match self.random.below(28) {
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
            13 => format!(
                "{name} := 1 if {{ {local} := input.{key}; [1 | some {local} in [input.{other}]] != [] }}\n"
            ),
            14 => format!(
                "{name} := 1 if {{ {local} := input.{key}; every e in [1] {{ e == 1; some {local} in [input.{other}] }} }}\n"
            ),
            15 => format!(
                "{name}_of({local}) := 1 if {{ some {local} in [input.{other}] }}\n{name} := {name}_of(input.{key})\n"
            ),
            16 => format!("{name} := 1 if {{ some {root} in [input.{other}] }}\n"),
            17 => format!("{name} := 1 if {{ some {root}, _ in [input.{other}] }}\n"),
            18 => format!("{name} := 1 if {{ [1 | some {root} in [input.{other}]] != [] }}\n"),
            // The engine may evaluate the first statement before the last one.
            19 => format!(
                "{name} := 1 if {{ every e in [1] {{ e == 1; {condition} }}; {root} := {{\"{other}\": 1}} }}\n"
            ),
            20 => format!(
                "{name} := 1 if {{ {root} := {local}; every e in [1] {{ e == 1; {condition} }}; {local} = {{\"{other}\": {constant}}} }}\n"
            ),
            21 => format!(
                "{name} := 1 if {{ {condition}; some {root}; {root} = {{\"{other}\": 1}} }}\n"
            ),
            22 => format!(
                "{name} := 1 if {{ some {root}; {condition}; {root} = {{\"{other}\": 1}} }}\n"
            ),
            23 => format!(
                "{name} := {local} if {{ {local} := {used}.{other}; {root} := {{\"{other}\": 1}} }}\n"
            ),
            24 => format!(
                "{name} := {local} if {{ {local} := [1 | {condition}]; some {root} in [{{\"{other}\": 1}}] }}\n"
            ),
            _ => self.builtin(name, &key, &other),
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

    /// A function that is named like a builtin and looks at more than that, and a rule
    /// that calls it.
    fn builtin(&mut self, name: &str, key: &str, other: &str) -> String {
        let taken: Vec<&str> = self
            .taken
            .iter()
            .copied()
            .filter(|name| name.len() > 1)
            .collect();
        let Some(function) = self.random.of(&taken).copied() else {
            return String::new();
        };
        let is_defined = self.is_defined(function);
        let mut text = String::new();
        if !is_defined && !self.aliases.iter().any(|alias| alias == function) {
            text.push_str(&match self.random.below(3) {
                0 => format!("{function}(t) := t.{other}\n"),
                1 => format!("{function}(t) := 1 if t.{other} == 1 else := 2\n"),
                _ => format!("{function}(t) := [t]\n"),
            });
            self.helpers.push(function.to_owned());
        }
        text + &format!("{name} := {function}(input.{key})\n")
    }
}
