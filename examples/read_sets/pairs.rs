//! Pairs of rules: one puts a value together of places in the input, the other looks at
//! a part of that value. What the second one doesn't look at is what a read-set must
//! not miss: how many members a set has, which key a member is behind, and whether two
//! values conflict.

use super::generate::{CONSTANTS, Generator};
use super::inputs::KEYS;

/// A value that is put together.
struct Made {
    /// The rules that it needs.
    rules: String,
    /// An expression that gives it.
    value: String,
}

impl Made {
    fn inline(value: String) -> Self {
        Self {
            rules: String::new(),
            value,
        }
    }

    fn rule(helper: &str, rules: String) -> Self {
        Self {
            rules,
            value: helper.to_owned(),
        }
    }
}

impl Generator<'_> {
    /// A rule that looks at a part of a value, with the rules that make the value.
    pub(super) fn pair(&mut self, name: &str) -> String {
        let made = format!("{name}_made");
        let Made {
            mut rules,
            mut value,
        } = self.made(&made);
        let mut first = String::new();
        match self.random.below(4) {
            0 => {
                rules.push_str(&format!("{name}_same := {value}\n"));
                value = format!("{name}_same");
            }
            1 => {
                first = format!("t := {value}; ");
                "t".clone_into(&mut value);
            }
            _ => {}
        }
        let (statements, result) = self.look(&value);
        rules + &format!("{name} := {result} if {{ {first}{statements} }}\n")
    }

    fn made(&mut self, helper: &str) -> Made {
        if self.random.percent(50) {
            return self.made_by_rules(helper);
        }
        let one = format!("input.{}", self.random.text(&KEYS));
        let other = format!("input.{}", self.random.text(&KEYS));
        let key = self.random.text(&KEYS);
        Made::inline(match self.random.below(14) {
            0 => format!("{{{one}, {other}}}"),
            1 => format!("[{one}, {other}]"),
            2 => format!("{{m | some m in [{one}, {other}]}}"),
            3 => format!("{{m | some m in {one}}}"),
            4 => format!("{{\"{key}\": m | some m in [{one}, {other}]}}"),
            5 => format!("{{\"{key}\": m | some m in {one}}}"),
            6 => format!("{{m: {other} | some m in [{one}, \"{key}\"]}}"),
            7 => format!("{{m: n | some m in [\"a\", {one}]; some n in [1, {other}]}}"),
            8 => format!("[m | some m in {{{one}, {other}}}]"),
            9 => format!("[{{{one}, {other}}}]"),
            10 => format!("{{\"{key}\": {{{one}, {other}}}}}"),
            11 => format!("{{[{one}], [{other}]}}"),
            12 => format!("[n | some m in {one}; n := m.{key}]"),
            _ => one,
        })
    }

    fn made_by_rules(&mut self, helper: &str) -> Made {
        let one = format!("input.{}", self.random.text(&KEYS));
        let other = format!("input.{}", self.random.text(&KEYS));
        let key = self.random.text(&KEYS);
        let h = helper;
        let rules = match self.random.below(15) {
            0 => format!("{h} contains {one}\n{h} contains {other}\n"),
            1 => format!("{h} := {one}\n{h} := {other}\n"),
            2 => format!("{h} := m if {{ some m in [{one}, {other}] }}\n"),
            3 => format!("{h}[m].{key} := {one} if {{ m := \"a\" }}\n"),
            4 => format!("{h}[m][n] := {one} if {{ m := {other}; n := \"{key}\" }}\n"),
            5 => format!("{h}[m].{key}.b := {one} if {{ m := \"a\" }}\n"),
            6 => format!("{h}.a := {one}\n{h}.b := {other}\n"),
            7 => format!("{h}[m] := n if {{ some m, n in {one} }}\n"),
            8 => format!("{h}[m] := {one} if {{ m := \"a\" }}\n{h}.a := {other}\n"),
            9 => format!("{h}[m] := n if {{ m := \"a\"; some n in [{one}, {other}] }}\n"),
            10 => format!("{h} := {one} if {{ {other} }} else := {other}\n"),
            11 => format!("{h}.{key} contains {one}\n{h}.{key} contains {other}\n"),
            12 => format!("{h}[m] contains {one} if {{ some m in [\"a\", {other}] }}\n"),
            13 => format!("{h} := {{\"a\": {one}}}\n{h} := {{\"a\": {other}}}\n"),
            _ => {
                let rules = format!("{h}(_) := {one}\n{h}(_) := {other}\n");
                let value = format!("{h}(1)");
                return Made { rules, value };
            }
        };
        Made::rule(helper, rules)
    }

    /// Statements that look at a part of a value, and an expression of what they found.
    fn look(&mut self, value: &str) -> (String, String) {
        let constant = self.random.text(&CONSTANTS);
        let (a, b) = (self.random.text(&KEYS), self.random.text(&KEYS));
        let of_type = self
            .random
            .text(&["is_object", "is_set", "is_array", "is_number"]);
        let of_type = if self.taken.contains(&of_type.as_str()) {
            "is_string".to_owned()
        } else {
            of_type
        };
        let one = "1".to_owned();
        match self.random.below(25) {
            0 => (format!("{of_type}({value})"), one),
            1 => (format!("o := [1 | some _ in {value}]"), "o".to_owned()),
            2 => (format!("some i, _ in {value}"), "i".to_owned()),
            3 => (format!("some _ in {value}"), one),
            4 => (format!("some o in {value}; {of_type}(o)"), one),
            5 => (format!("o := {value}.{a}"), "o".to_owned()),
            6 | 23 => (format!("o := {value}.a.{b}"), "o".to_owned()),
            7 => (format!("o := {value}.a.{b}.{a}"), "o".to_owned()),
            8 => (format!("o := {value}[0]"), "o".to_owned()),
            9 => (format!("every o in {value} {{ o == {constant} }}"), one),
            10 => (format!("not {value}.{a}"), one),
            11 => (format!("{constant} in {value}"), one),
            12 => (
                format!("o := object.get({value}, \"{a}\", 1)"),
                "o".to_owned(),
            ),
            13 => (format!("o := {value}[{constant}]"), "o".to_owned()),
            14 => (format!("o := [1 | {value}[_]]"), "o".to_owned()),
            15 => (format!("o := [i | some i, _ in {value}]"), "o".to_owned()),
            16 => (format!("o := [1 | some _ in {value}[_]]"), "o".to_owned()),
            17 => (format!("{value}[i]"), "i".to_owned()),
            18 => (format!("some o in {value}.{a}"), "o".to_owned()),
            19 | 20 if !self.taken.contains(&"count") => {
                (format!("o := count({value})"), "o".to_owned())
            }
            21 | 22 => (format!("{value}[\"{a}\"]"), one),
            _ => (format!("o := {value}"), "o".to_owned()),
        }
    }
}
