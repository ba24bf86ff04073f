//! References in the expressions of a CloudFormation template.

use serde_json::value::RawValue;

use crate::formats::aws::cloudformation::expression::{Piece, intrinsic, pieces, string, sub};
use crate::json::outline::{Members, items};

/// Expressions nested deeper than this are not searched.
const DEEPEST: usize = 128;

/// The kind of declaration that a name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A resource.
    Resource,
    /// A parameter, a resource, or a value such as `AWS::Region`.
    Value,
    /// A condition.
    Condition,
    /// A mapping.
    Mapping,
}

/// A name in an expression.
#[derive(Debug)]
pub struct Reference<'t> {
    /// The name.
    pub name: String,
    /// The kind of declaration.
    pub target: Target,
    /// Its place.
    pub at: &'t RawValue,
    /// Whether it is always evaluated: not in one branch of a condition.
    pub is_certain: bool,
}

/// All names in an expression, or in an object around expressions.
pub fn references(part: &RawValue) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    collect(part, true, 0, &mut found);
    found
}

fn collect<'t>(part: &'t RawValue, is_certain: bool, depth: usize, found: &mut Vec<Reference<'t>>) {
    if depth > DEEPEST || !matches!(part.get().as_bytes().first(), Some(b'{' | b'[')) {
        return;
    }
    let mut add = |name: String, target| {
        found.push(Reference {
            name,
            target,
            at: part,
            is_certain,
        });
    };
    let Some((function, argument)) = intrinsic(part) else {
        let parts: Vec<&RawValue> = if part.get().starts_with('[') {
            items(part.get()).unwrap_or_default()
        } else {
            let members = Members::parse(part.get()).unwrap_or_default();
            members.iter().map(|(_, part)| part).collect()
        };
        for part in parts {
            collect(part, is_certain, depth + 1, found);
        }
        return;
    };
    let first = || {
        items(argument.get())
            .ok()?
            .first()
            .and_then(|first| string(first))
    };
    let mut branches = false;
    match function.as_str() {
        "Ref" => {
            if let Some(name) = string(argument) {
                add(name, Target::Value);
            }
        }
        "Fn::GetAtt" => {
            let name = match string(argument) {
                Some(text) => text.split('.').next().map(str::to_owned),
                None => first(),
            };
            if let Some(name) = name {
                add(name, Target::Resource);
            }
        }
        "Fn::Sub" => {
            if let Some((pattern, variables)) = sub(argument) {
                for piece in pieces(&pattern) {
                    let Piece::Name(name) = piece else { continue };
                    if variables.has(name) {
                        continue;
                    }
                    match name.split_once('.') {
                        Some((resource, _)) => add(resource.to_owned(), Target::Resource),
                        None => add(name.to_owned(), Target::Value),
                    }
                }
            }
        }
        "Fn::If" => {
            branches = true;
            if let Some(name) = first() {
                add(name, Target::Condition);
            }
        }
        "Fn::FindInMap" => {
            if let Some(name) = first() {
                add(name, Target::Mapping);
            }
        }
        // The arguments and results of macros are not known.
        "Fn::Transform" => return,
        _ => {}
    }
    collect(argument, is_certain && !branches, depth + 1, found);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, Target, bool)> {
        let part: &RawValue = serde_json::from_str(text).unwrap();
        references(part)
            .into_iter()
            .map(|found| (found.name, found.target, found.is_certain))
            .collect()
    }

    #[test]
    fn all_names_are_found() {
        use Target::{Condition, Mapping, Resource, Value};
        for (text, expected) in [
            (r#"{"Ref": "A"}"#, vec![("A", Value, true)]),
            (
                r#"{"Fn::GetAtt": ["A", "Arn"]}"#,
                vec![("A", Resource, true)],
            ),
            (
                r#"{"Fn::GetAtt": "A.Endpoint.Port"}"#,
                vec![("A", Resource, true)],
            ),
            (
                r#"{"Fn::Sub": ["${A.Arn}/${B}/${C}/${!D}", {"C": {"Ref": "E"}}]}"#,
                vec![
                    ("A", Resource, true),
                    ("B", Value, true),
                    ("E", Value, true),
                ],
            ),
            (
                r#"{"Fn::If": ["A", {"Ref": "B"}, {"Fn::Join": ["", [{"Ref": "C"}]]}]}"#,
                vec![
                    ("A", Condition, true),
                    ("B", Value, false),
                    ("C", Value, false),
                ],
            ),
            (
                r#"{"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "x"]}"#,
                vec![("M", Mapping, true), ("AWS::Region", Value, true)],
            ),
            (
                r#"{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Ref": "x"}}}"#,
                vec![],
            ),
            (
                r#"{"a": [{"Ref": "A"}], "Fn::Odd": 3}"#,
                vec![("A", Value, true)],
            ),
        ] {
            let expected: Vec<(String, Target, bool)> = expected
                .into_iter()
                .map(|(name, target, certain)| (name.to_owned(), target, certain))
                .collect();
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
