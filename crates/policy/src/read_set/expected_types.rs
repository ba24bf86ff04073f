//! Expected types: the types that a rule needs of the values that enclose what it reads.
//!
//! A rule that reads `/properties/a/b` finds nothing where `a` is a string or an array, just
//! as where `b` is not set, and would use a default. The read-set lists the paths through each
//! value, so values that none of them can pass are found here once, for every policy.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::engine::{Key, Value, ValueKind};
use onus_core::json_pointer::Pointer;

use crate::read_set::ReadSet;

/// The parts of the input that come from an inventory as they are. All others are made
/// by onus, and have the right types.
const NATIVE: [&str; 3] = ["properties", "raw", "related"];

/// The values of the input that a rule reads something from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected(BTreeMap<&'static str, Node>);

/// A value that the rule can't read what it wants from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misfit {
    /// Where the value is in the input.
    pub pointer: Pointer,
    /// Its type.
    pub found: ValueKind,
    /// What is read from it.
    pub wanted: Wanted,
}

/// What a rule reads from a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// The member of an object.
    Member(String),
    /// The elements of an array.
    Elements,
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(name) => write!(f, "`{name}`"),
            Self::Elements => f.write_str("its elements"),
        }
    }
}

/// One value, with what is read below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Node {
    /// Whether the rule looks at the value itself, and so decides what its type means.
    is_read: bool,
    /// The members that are read.
    names: BTreeSet<String>,
    /// What is read from elements with a constant index.
    elements: Option<Box<Node>>,
    /// What is read by a key that is only known while evaluating.
    any: Option<Box<Node>>,
    /// The members that something is read from in turn.
    enclosing: BTreeMap<String, Node>,
}

impl Expected {
    /// What the paths of a read-set need.
    pub fn of(reads: &ReadSet) -> Self {
        let mut roots: BTreeMap<&'static str, Node> = BTreeMap::new();
        for (path, is_read) in reads.paths() {
            let Some((Key::Name(first), rest)) = path.split_first() else {
                continue;
            };
            let Some(root) = NATIVE.iter().find(|native| *native == first) else {
                continue;
            };
            roots.entry(root).or_default().add(rest, is_read);
        }
        roots.retain(|_, node| node.encloses());
        roots.values_mut().for_each(Node::prune);
        Self(roots)
    }

    /// The outermost values of an input that the rule can't read what it wants from, in
    /// the order of their pointers. `root` gives a native part of the input by its name.
    /// Null counts as absent, since that is what exports and plans mean by it.
    pub fn misfits(&self, root: impl Fn(&str) -> Option<Value>) -> Vec<Misfit> {
        let mut found = Vec::new();
        for (name, node) in &self.0 {
            if let Some(value) = root(name) {
                let mut walk = Walk {
                    path: vec![(*name).to_owned()],
                    found: &mut found,
                };
                walk.visit(&[node], &value);
            }
        }
        found
    }
}

impl Node {
    fn add(&mut self, path: &[Key], is_read: bool) {
        let Some((key, rest)) = path.split_first() else {
            self.is_read |= is_read;
            return;
        };
        let child = match key {
            Key::Any => self.any.get_or_insert_default(),
            Key::Element => self.elements.get_or_insert_default(),
            Key::Name(name) => {
                self.names.insert(name.clone());
                self.enclosing.entry(name.clone()).or_default()
            }
        };
        child.add(rest, is_read);
    }

    /// Whether something is read below the value.
    fn encloses(&self) -> bool {
        self.any.is_some() || self.elements.is_some() || !self.names.is_empty()
    }

    /// Leaves out what nothing is read from: its type is for the rule to judge.
    fn prune(&mut self) {
        // An element that is read as it is may have any type, though others may not.
        let is_element = self.any.is_some();
        self.enclosing
            .retain(|_, node| node.encloses() || (is_element && node.is_read));
        let below = self.enclosing.values_mut();
        below
            .chain(self.any.as_deref_mut())
            .chain(self.elements.as_deref_mut())
            .for_each(Self::prune);
    }
}

struct Walk<'w> {
    path: Vec<String>,
    found: &'w mut Vec<Misfit>,
}

impl Walk<'_> {
    /// Looks at a value that several paths lead to: sources of one type differ in shape,
    /// so it fits when one of them can pass.
    fn visit(&mut self, nodes: &[&Node], value: &Value) {
        let is_read = nodes.iter().any(|node| node.is_read);
        let has_names = nodes.iter().any(|node| !node.names.is_empty());
        let has_any = nodes.iter().any(|node| node.any.is_some());
        let has_elements = nodes.iter().any(|node| node.elements.is_some());
        match value.kind() {
            ValueKind::Null => {}
            ValueKind::Object => {
                if !has_names && !is_read && (!has_any || is_list(nodes, value)) {
                    self.report(ValueKind::Object, Wanted::Elements);
                    return;
                }
                // What is read by a key that is not known here may be any of the members,
                // and these need not be alike.
                let keys: BTreeSet<&String> = nodes
                    .iter()
                    .flat_map(|node| node.enclosing.keys())
                    .collect();
                for key in keys {
                    if let Some(member) = value.get(key) {
                        let next = nodes.iter().filter_map(|node| node.enclosing.get(key));
                        self.step(key.clone(), &next.collect::<Vec<_>>(), &member);
                    }
                }
            }
            ValueKind::Array if is_read || has_any || has_elements => {
                for (index, element) in value.items().iter().enumerate() {
                    let next: Vec<&Node> = nodes
                        .iter()
                        .flat_map(|node| [node.any.as_deref(), node.elements.as_deref()])
                        .flatten()
                        .filter(|node| node.encloses() || node.is_read)
                        .collect();
                    if next.iter().any(|node| node.encloses()) {
                        self.step(index.to_string(), &next, element);
                    }
                }
            }
            _ if is_read => {}
            found => {
                let name = nodes.iter().flat_map(|node| &node.names).next();
                let wanted = name.map_or(Wanted::Elements, |name| Wanted::Member(name.clone()));
                self.report(found, wanted);
            }
        }
    }

    fn step(&mut self, key: String, nodes: &[&Node], value: &Value) {
        self.path.push(key);
        self.visit(nodes, value);
        self.path.pop();
    }

    fn report(&mut self, found: ValueKind, wanted: Wanted) {
        self.found.push(Misfit {
            pointer: self.path.iter().map(String::as_str).collect(),
            found,
            wanted,
        });
    }
}

/// Whether an object is in place of an array. It is one element, as PowerShell writes an
/// array of one: it has members that are read from elements, and none of its members
/// does. Or it is what PowerShell 5 makes of some arrays: `{"value": [...], "Count": 1}`.
fn is_list(nodes: &[&Node], value: &Value) -> bool {
    let is = |name: &str, kind: ValueKind| {
        let member = value.get(name);
        member.is_some_and(|member| member.kind() == kind)
    };
    if is("value", ValueKind::Array) && is("Count", ValueKind::Number) && value.entries().len() == 2
    {
        return true;
    }
    let elements = nodes
        .iter()
        .flat_map(|node| [node.any.as_deref(), node.elements.as_deref()])
        .flatten();
    let wanted: BTreeSet<&String> = elements.flat_map(|node| &node.names).collect();
    let fits = |value: &Value| wanted.iter().any(|name| value.get(name).is_some());
    fits(value) && !value.entries().iter().any(|(_, member)| fits(member))
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    /// Paths separated by spaces; `*` is any key, `0` an element, and `!` at the end
    /// reads the value.
    fn expected(paths: &str) -> Expected {
        let reads: Vec<(u8, Vec<Json>)> = paths
            .split(' ')
            .map(|path| {
                let keys = path.trim_end_matches('!').split('/');
                let keys = keys.map(|key| match key {
                    "*" => Json::Null,
                    "0" => 0.into(),
                    name => name.into(),
                });
                (
                    if path.ends_with('!') { 2 } else { 1 },
                    ["properties".into()].into_iter().chain(keys).collect(),
                )
            })
            .collect();
        let json = serde_json::to_string(&(reads,)).unwrap();
        Expected::of(&serde_json::from_str(&json).unwrap())
    }

    fn misfits(paths: &str, properties: &str) -> Vec<String> {
        let value = Value::parse(properties).unwrap().value;
        let root = |name: &str| (name == "properties").then(|| value.clone());
        expected(paths)
            .misfits(root)
            .iter()
            .map(|misfit| format!("{} {} {}", misfit.pointer, misfit.found, misfit.wanted))
            .collect()
    }

    #[test]
    fn values_that_no_path_can_pass_are_found() {
        for (paths, properties, found) in [
            ("a/b!", r#"{"a": [{"b": 1}]}"#, "/properties/a an array `b`"),
            ("a/b!", r#"{"a": []}"#, "/properties/a an array `b`"),
            ("a/b!", r#"{"a": "x"}"#, "/properties/a a string `b`"),
            ("a/b!", r#"{"a": ""}"#, "/properties/a a string `b`"),
            ("a/b!", r#"{"a": 0}"#, "/properties/a a number `b`"),
            (
                "a/b/c!",
                r#"{"a": {"b": true}}"#,
                "/properties/a/b a boolean `c`",
            ),
            (
                "a/200/b!",
                r#"{"a": {"200": "x"}}"#,
                "/properties/a/200 a string `b`",
            ),
            ("a/b!", "[]", "/properties an array `a`"),
            (
                "a/0/b!",
                r#"{"a": {"b": 1}}"#,
                "/properties/a an object its elements",
            ),
            (
                "a/0/b!",
                r#"{"a": {}}"#,
                "/properties/a an object its elements",
            ),
            (
                "a/0/b! a/*/c!",
                r#"{"a": {"b": 1}}"#,
                "/properties/a an object its elements",
            ),
            ("a/0/b!", r#"{"a": ["x"]}"#, "/properties/a/0 a string `b`"),
            (
                "a a/*/b!",
                r#"{"a": "x"}"#,
                "/properties/a a string its elements",
            ),
            (
                "a/*/b!",
                r#"{"a": [{}, 7]}"#,
                "/properties/a/1 a number `b`",
            ),
            (
                "a/*/b!",
                r#"{"a": {"b": 1}}"#,
                "/properties/a an object its elements",
            ),
            (
                "a/*",
                r#"{"a": {"value": [{"b": 1}], "Count": 1}}"#,
                "/properties/a an object its elements",
            ),
            (
                "a/*/b! a/*/c!",
                r#"{"a": {"c": []}}"#,
                "/properties/a an object its elements",
            ),
            (
                "a/*/b! a/c!",
                r#"{"a": [{"b": 1}, "x"]}"#,
                "/properties/a/1 a string `b`",
            ),
            (
                "a/*!",
                r#"{"a": false}"#,
                "/properties/a a boolean its elements",
            ),
        ] {
            assert_eq!(misfits(paths, properties), [found], "{paths} {properties}");
        }
    }

    #[test]
    fn values_that_a_path_can_pass_are_left_alone() {
        for (paths, properties) in [
            ("a/b!", r#"{"a": {"b": []}}"#),
            ("a/b!", r#"{"a": {}}"#),
            ("a/b!", r#"{"a": null}"#),
            ("a/b!", "{}"),
            // One source has an object, the other an array of one.
            ("a/b! a/0/c!", r#"{"a": [{"c": 1}]}"#),
            ("a/b! a/0/c!", r#"{"a": {}}"#),
            ("a/0/b! a/*/c!", r#"{"a": [{"c": 1}]}"#),
            ("a/0/b!", r#"{"a": []}"#),
            ("a/b! a/*/c!", r#"{"a": {"b": 1, "d": 2}}"#),
            ("a/b! a/*/c!", r#"{"a": [{"c": 1}]}"#),
            // The rule looks at the value itself.
            ("a! a/b!", r#"{"a": "x"}"#),
            ("a! a/b!", r#"{"a": ["x"]}"#),
            ("a! a/*/b!", r#"{"a": {"b": 1}}"#),
            // Members that are read by a key which is not known need not be alike.
            ("*/*/b!", r#"{"a": "x", "c": {"d": 1}, "e": [{"b": 2}]}"#),
            ("a/*/b!", r#"{"a": {"x": {"b": 1}, "b": {"b": 2}}}"#),
            ("a/*/b!", r#"{"a": {}}"#),
            ("a/200/b!", r#"{"a": {"200": {"b": 1}, "404": {}}}"#),
            ("a/*!", r#"{"a": {"b": "x"}}"#),
        ] {
            assert_eq!(
                misfits(paths, properties),
                Vec::<String>::new(),
                "{paths} {properties}"
            );
        }
    }
}
