//! Relation paths: the related resources that a control needs, such as `nic.subnet.nsg`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// More steps than this lead too far from the resource that is decided.
pub const MOST_STEPS: usize = 4;

/// A way from a resource to others, step by step.
///
/// ```
/// use onus_core::relation_path::{RelationPath, Step};
/// let need: RelationPath = "nic.subnet.nsg".parse().unwrap();
/// assert_eq!(need.steps().len(), 3);
/// let need: RelationPath = "children.microsoft.sql/servers/firewallrules".parse().unwrap();
/// assert_eq!(need.steps(), [Step::Children("microsoft.sql/servers/firewallrules".to_owned())]);
/// assert!("a.b.c.d.e".parse::<RelationPath>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelationPath(Vec<Step>);

/// One step of a way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To what has this name from here, such as `nic`.
    Named(String),
    /// To resources of this type that are below it or refer to it.
    Children(String),
}

/// Why a text is no need.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRelationPath {
    /// A step has no name, or one that is no word.
    #[error("`{0}` is not a way to other resources: each step is a word, as in `nic.subnet.nsg`")]
    NoWord(String),
    /// `children` has no type behind it.
    #[error("`{0}` does not say of which type the children are")]
    NoType(String),
    /// It leads too far.
    #[error("`{0}` has more than {MOST_STEPS} steps")]
    TooLong(String),
}

impl RelationPath {
    /// The steps; at least one, and at most four.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl FromStr for RelationPath {
    type Err = InvalidRelationPath;

    fn from_str(text: &str) -> Result<Self, InvalidRelationPath> {
        let mut steps = Vec::new();
        let mut rest = text;
        loop {
            if let Some(kind) = rest.strip_prefix("children.") {
                // A type has dots of its own, so it is all that is left.
                if kind.is_empty() {
                    return Err(InvalidRelationPath::NoType(text.to_owned()));
                }
                steps.push(Step::Children(kind.to_owned()));
                break;
            }
            let (word, tail) = match rest.split_once('.') {
                Some((word, tail)) => (word, Some(tail)),
                None => (rest, None),
            };
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if word.is_empty() || !word.chars().all(plain) {
                return Err(InvalidRelationPath::NoWord(text.to_owned()));
            }
            if word == "children" {
                return Err(InvalidRelationPath::NoType(text.to_owned()));
            }
            steps.push(Step::Named(word.to_owned()));
            match tail {
                Some(tail) => rest = tail,
                None => break,
            }
        }
        if steps.len() > MOST_STEPS {
            return Err(InvalidRelationPath::TooLong(text.to_owned()));
        }
        Ok(Self(steps))
    }
}

impl fmt::Display for RelationPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            let dot = if index > 0 { "." } else { "" };
            match step {
                Step::Named(name) => write!(f, "{dot}{name}")?,
                Step::Children(kind) => write!(f, "{dot}children.{kind}")?,
            }
        }
        Ok(())
    }
}

impl Serialize for RelationPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RelationPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_read_and_written() {
        for text in [
            "nic",
            "nic.subnet.nsg",
            "nic.children.a.b/c",
            "children.aws_x",
        ] {
            let need: RelationPath = text.parse().unwrap();
            assert_eq!(need.to_string(), text);
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        for (text, word) in [
            ("", "a word"),
            ("nic..nsg", "a word"),
            ("nic.", "a word"),
            ("nic nsg", "a word"),
            ("children", "of which type"),
            ("nic.children.", "of which type"),
            ("a.b.c.d.children.e", "more than 4"),
        ] {
            let error = text.parse::<RelationPath>().unwrap_err();
            assert!(error.to_string().contains(word), "{text}: {error}");
        }
    }
}
