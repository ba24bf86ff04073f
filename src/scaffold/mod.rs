//! Scaffold of a control: its policy, its tests, and a resource to try it on, all of them ready
//! to run.

pub(crate) mod sample;
pub(crate) mod setting;
pub(crate) mod template;

use std::path::PathBuf;

use serde_json::Value as Json;

use crate::policy::ControlKey;
use crate::vocabulary::{Layer, Severity};

pub use sample::sample;
pub use setting::{BadSetting, Setting};

/// A control that is to be written.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Stable id, such as `ACME-STORAGE-001`.
    pub id: ControlId,
    /// The types that it looks at; at least one.
    pub types: Vec<String>,
    /// The layer that the duty sits at.
    pub layer: Layer,
    /// How bad a violation is.
    pub severity: Severity,
    /// What has to hold.
    pub setting: Setting,
    /// The record of a resource to try it on.
    pub sample: Option<Json>,
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where, below the folder of the project.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
    /// What it is for.
    pub role: Role,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The control itself.
    Control {
        /// The line that the author has to look at first.
        line: usize,
    },
    /// Its tests.
    Tests,
    /// A resource to try it on.
    Sample,
}

/// A control's id in its parts: a stem such as `ACME-STORAGE`, and a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlId {
    parts: Vec<String>,
    number: u32,
}

/// Why a text is no id for a new control.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// It has the wrong shape.
    #[error(
        "`{0}` is no control id: it is words of letters and digits with hyphens between, such as `ACME-STORAGE-001`"
    )]
    Shape(String),
    /// Another control has it.
    #[error("there is a control `{0}` already")]
    Taken(String),
    /// The catalogue's own ids begin so.
    #[error("`{0}` begins like the controls of the embedded catalogue")]
    Reserved(String),
}

/// First words of ids of the embedded catalogue.
const RESERVED: [&str; 4] = ["AZ", "AWS", "K8S", "ONUS"];

impl ControlId {
    /// Reads an id, or only its stem: then it gets the next number that none of
    /// `others` has.
    ///
    /// # Errors
    /// It has the wrong shape, or another control has it.
    pub fn parse(text: &str, others: &[ControlKey<'_>]) -> Result<Self, BadId> {
        let mut parts: Vec<String> = text.split('-').map(str::to_ascii_uppercase).collect();
        let is_word =
            |part: &String| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let begins_well = text.starts_with(|first: char| first.is_ascii_alphabetic());
        if !parts.iter().all(is_word) || !begins_well {
            return Err(BadId::Shape(text.to_owned()));
        }
        if parts
            .first()
            .is_some_and(|first| RESERVED.contains(&first.as_str()))
        {
            return Err(BadId::Reserved(text.to_owned()));
        }
        let number = parts.last().and_then(|last| last.parse().ok());
        if number.is_some() {
            parts.pop();
        }
        if parts.is_empty() {
            return Err(BadId::Shape(text.to_owned()));
        }
        let Some(number) = number else {
            return Ok(Self::next(parts, others));
        };
        let id = Self { parts, number };
        let is_taken = |id: &str| others.iter().any(|other| other.is_called(id));
        match is_taken(&id.to_string()) {
            true => Err(BadId::Taken(id.to_string())),
            false => Ok(id),
        }
    }

    /// The next free id for controls of a type: with the first word of the author's
    /// other controls, or `OWN`.
    pub fn for_type(kind: &str, own: Option<&str>, others: &[ControlKey<'_>]) -> Self {
        let first = own.and_then(|id| id.split('-').next()).unwrap_or("OWN");
        let last = kind
            .rsplit(['/', ':', '.'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let word: String = last.chars().filter(char::is_ascii_alphanumeric).collect();
        let parts = [first.to_ascii_uppercase(), word]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Self::next(parts, others)
    }

    fn next(parts: Vec<String>, others: &[ControlKey<'_>]) -> Self {
        let mut id = Self { parts, number: 1 };
        while others.iter().any(|other| other.is_called(&id.to_string())) {
            id.number += 1;
        }
        id
    }

    /// The components of its package, which its file's path follows: the first word,
    /// and the rest as one name.
    fn package(&self) -> [String; 2] {
        let lower: Vec<String> = self
            .parts
            .iter()
            .map(|part| part.to_ascii_lowercase())
            .collect();
        let (first, rest) = match lower.split_first() {
            Some((first, rest)) => (first.clone(), rest),
            None => (String::new(), &[][..]),
        };
        let number = format!("{:03}", self.number);
        let last = match rest {
            [] => format!("control_{number}"),
            rest => format!("{}_{number}", rest.join("_")),
        };
        // A name can't begin with a digit.
        let last = match last.starts_with(|c: char| c.is_ascii_digit()) {
            true => format!("c{last}"),
            false => last,
        };
        [first, last]
    }
}

impl std::fmt::Display for ControlId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:03}", self.parts.join("-"), self.number)
    }
}

impl Draft {
    /// The files that it begins with.
    pub fn files(&self) -> Vec<File> {
        let [folder, name] = self.id.package();
        let below = |top: &str, ending: &str| {
            PathBuf::from(top)
                .join(&folder)
                .join(format!("{name}{ending}"))
        };
        let (text, line) = template::control(self);
        let mut files = vec![
            File {
                path: below("policies", ".rego"),
                text,
                role: Role::Control { line },
            },
            File {
                path: below("policies", "_test.rego"),
                text: template::tests(self),
                role: Role::Tests,
            },
        ];
        if let Some(sample) = &self.sample {
            files.push(File {
                path: below("inputs", ".json"),
                text: format!("{sample:#}\n"),
                role: Role::Sample,
            });
        }
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys<'k>(ids: &'k [&'k str], aliases: &'k [String]) -> Vec<ControlKey<'k>> {
        ids.iter()
            .map(|id| ControlKey {
                id,
                aliases,
                severity: Severity::Low,
                layer: Layer::Data,
                deprecated: false,
                on_request: false,
            })
            .collect()
    }

    #[test]
    fn ids_are_new_ones() {
        let aliases = ["ACME-OLD-002".to_owned()];
        let known = keys(&["ACME-STORAGE-001", "ACME-STORAGE-002"], &aliases);
        let parse = |text| ControlId::parse(text, &known).map(|id| id.to_string());
        assert_eq!(parse("acme-storage").unwrap(), "ACME-STORAGE-003");
        assert_eq!(parse("ACME-KEYS-7").unwrap(), "ACME-KEYS-007");
        assert_eq!(parse("ACME-OLD").unwrap(), "ACME-OLD-001");
        assert_eq!(
            parse("acme-storage-1"),
            Err(BadId::Taken("ACME-STORAGE-001".to_owned()))
        );
        assert_eq!(
            parse("ACME-OLD-002"),
            Err(BadId::Taken("ACME-OLD-002".to_owned()))
        );
        assert_eq!(
            parse("AZ-STORAGE-099"),
            Err(BadId::Reserved("AZ-STORAGE-099".to_owned()))
        );
        for bad in [
            "",
            "-",
            "1-2",
            "001",
            "ACME STORAGE",
            "ACME--1",
            "acme/../x",
            "ÄCME-1",
        ] {
            assert_eq!(parse(bad), Err(BadId::Shape(bad.to_owned())), "{bad}");
        }
        let for_type = |kind, own| ControlId::for_type(kind, own, &known).to_string();
        assert_eq!(
            for_type("acme/storage", Some("ACME-X-001")),
            "ACME-STORAGE-003"
        );
        assert_eq!(for_type("AWS::S3::Bucket", None), "OWN-BUCKET-001");
        assert_eq!(for_type("aws_s3_bucket", None), "OWN-AWSS3BUCKET-001");
    }

    #[test]
    fn packages_are_names() {
        let package = |text| ControlId::parse(text, &[]).unwrap().package().join(".");
        assert_eq!(package("ACME-STORAGE-TLS-1"), "acme.storage_tls_001");
        assert_eq!(package("ACME"), "acme.control_001");
        assert_eq!(package("ACME-3D-2"), "acme.c3d_002");
    }
}
