//! METADATA blocks: OPA's annotation format, parsed here because the engine
//! treats them as comments. A block that is wrong is an error with its place,
//! never ignored.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::vocabulary::{Layer, Severity};

/// What a package says about itself.
#[derive(Debug, Clone, Deserialize)]
pub struct Metadata {
    /// The requirement as a sentence.
    pub title: Option<String>,
    /// What goes wrong otherwise.
    pub description: Option<String>,
    /// Public pages about it.
    #[serde(default)]
    pub related_resources: Vec<Related>,
    /// What onus needs to know.
    pub custom: Option<Custom>,
}

/// A public page.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "RelatedForm")]
pub struct Related {
    /// Its address.
    pub reference: String,
}

/// OPA allows a bare address as well as an object.
#[derive(Deserialize)]
#[serde(untagged)]
enum RelatedForm {
    Address(String),
    Object {
        #[serde(rename = "ref")]
        reference: String,
    },
}

impl From<RelatedForm> for Related {
    fn from(form: RelatedForm) -> Self {
        match form {
            RelatedForm::Address(reference) | RelatedForm::Object { reference } => {
                Self { reference }
            }
        }
    }
}

/// The `custom` part. Which keys are required depends on the kind of package and
/// is checked where the package's role is made.
#[derive(Debug, Clone, Deserialize)]
pub struct Custom {
    /// Stable id.
    pub id: Option<String>,
    /// Older ids that still work.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What the package is.
    #[serde(default)]
    pub kind: Kind,
    /// How bad a violation is.
    pub severity: Option<Severity>,
    /// The layer that the duty sits at.
    pub layer: Option<Layer>,
    /// Globs over resource types.
    #[serde(default)]
    pub resources: Vec<String>,
    /// Relations that the control needs, as they are written.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What to do about a violation.
    pub remediation: Option<Remediation>,
    /// Control ids of other frameworks, by framework.
    #[serde(default)]
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// Retired: still loaded by id, not selected by default.
    #[serde(default)]
    pub deprecated: bool,
    /// Boundary packages: where it ranks.
    pub tier: Option<Tier>,
    /// Boundary packages of the edition tier.
    pub edition: Option<EditionMetadata>,
    /// Everything else; other tools keep their own keys here.
    #[serde(flatten)]
    pub other: BTreeMap<String, serde_json::Value>,
}

/// The kinds of package that onus evaluates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A lock-down requirement.
    #[default]
    Control,
    /// Says who is responsible.
    Boundary,
    /// Maps resource types to service models.
    Types,
}

/// Where a boundary package ranks: a later tier answers before an earlier one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A provider's published matrix.
    Edition,
    /// What a service's own documents say, and its switches.
    Service,
    /// What the organisation has agreed.
    Organisation,
}

/// An edition of a provider's matrix.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, Deserialize)]
pub struct EditionMetadata {
    /// Its id, such as `msft-2026`.
    pub id: String,
    /// The providers that it speaks for.
    pub providers: Vec<String>,
    /// When it was published, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub published: String,
}

/// What to do about a violation: a summary, and commands by tool.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Remediation {
    /// One sentence.
    pub summary: String,
    /// Commands or settings by tool (`az`, `terraform`, `aws`, ...).
    #[serde(flatten)]
    pub commands: BTreeMap<String, String>,
}

/// A METADATA block as it stands in the text.
#[derive(Debug)]
pub struct Block {
    /// Bytes from `# METADATA` to the end of the last comment line.
    pub range: Range<usize>,
    /// Byte offset in the policy of each YAML line, after `# `.
    lines: Vec<usize>,
    yaml: String,
    /// Where the line after the block begins.
    pub end: usize,
}

/// Why a METADATA block could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MetadataError {
    /// What is wrong.
    pub message: String,
    /// Bytes of the policy.
    pub range: Range<usize>,
}

/// Finds the METADATA blocks of a policy, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let comment = body.trim_start().strip_prefix('#');
        match (&mut open, comment) {
            (Some(block), Some(comment)) => {
                let yaml = comment.strip_prefix(' ').unwrap_or(comment);
                block.lines.push(offset + body.len() - yaml.len());
                block.yaml.push_str(yaml);
                block.yaml.push('\n');
                block.range.end = offset + body.len();
                block.end = offset + line.len();
            }
            (Some(_), None) => found.extend(open.take()),
            (None, Some(comment)) if comment.trim() == "METADATA" => {
                open = Some(Block {
                    range: offset..offset + body.len(),
                    lines: Vec::new(),
                    yaml: String::new(),
                    end: offset + line.len(),
                });
            }
            (None, _) => {}
        }
        offset += line.len();
    }
    found.extend(open);
    found
}

impl Block {
    /// Reads the block's YAML.
    ///
    /// # Errors
    /// It is not YAML, or a value is not what the format says; with the place.
    pub fn parse(&self) -> Result<Metadata, MetadataError> {
        serde_saphyr::from_str(&self.yaml).map_err(|error| {
            let error = error.without_snippet();
            let range = error
                .location()
                .map_or(self.range.clone(), |location| self.place(&location));
            MetadataError {
                message: plain_words(&first_line(&error.to_string())),
                range,
            }
        })
    }

    /// Where a key stands, for messages about its value.
    pub fn key(&self, key: &str) -> Range<usize> {
        let needle = format!("{key}:");
        self.yaml
            .lines()
            .zip(&self.lines)
            .find_map(|(line, offset)| {
                let indent = line.len() - line.trim_start().len();
                line.trim_start()
                    .starts_with(&needle)
                    .then(|| offset + indent..offset + line.trim_end().len())
            })
            .unwrap_or_else(|| self.heading())
    }

    /// The line `# METADATA`.
    pub fn heading(&self) -> Range<usize> {
        self.range.start..self.range.start + "# METADATA".len()
    }

    fn place(&self, location: &serde_saphyr::Location) -> Range<usize> {
        let line = usize::try_from(location.line())
            .unwrap_or(1)
            .saturating_sub(1);
        let column = usize::try_from(location.column())
            .unwrap_or(1)
            .saturating_sub(1);
        let text = self.yaml.lines().nth(line).unwrap_or_default();
        let into: usize = text.chars().take(column).map(char::len_utf8).sum();
        match self.lines.get(line) {
            Some(start) if into < text.len() => start + into..start + text.trim_end().len(),
            Some(start) => *start..start + text.len(),
            None => self.heading(),
        }
    }
}

/// serde speaks of Rust's types where the YAML is of another shape.
fn plain_words(message: &str) -> String {
    if message.contains("enum expected") || message.contains("struct ") {
        return "this is not a list of `key: value` lines".to_owned();
    }
    message.to_owned()
}

/// YAML errors repeat their place after the message; ours is shown beside it.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    let line = match line.split_once(": ") {
        Some((place, rest)) if place.starts_with("error") || place.starts_with("line ") => rest,
        _ => line,
    };
    line.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "# a comment\n\n# METADATA\n# title: T\n# custom:\n#   id: X-1\n#   severity: grave\n#   layer: data\npackage x\n";

    #[test]
    fn a_block_ends_where_the_comment_ends() {
        let blocks = blocks(POLICY);
        assert_eq!(blocks.len(), 1);
        assert!(POLICY.split_at(blocks[0].end).1.starts_with("package"));
    }

    #[test]
    fn errors_point_at_the_value() {
        let error = blocks(POLICY)[0].parse().unwrap_err();
        assert_eq!(POLICY.get(error.range.clone()), Some("grave"), "{error}");
    }

    #[test]
    fn keys_know_their_place() {
        let blocks = blocks(POLICY);
        assert_eq!(POLICY.get(blocks[0].key("id")), Some("id: X-1"));
    }
}
