//! The wording of load errors.

use crate::load::syntax_hints::Mistake;
use crate::metadata::Fault;

/// What a package has instead of METADATA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// Nothing.
    Nothing,
    /// A block above a rule.
    AboveRule,
    /// A comment that is nearly the beginning of a block.
    Misspelled,
}

/// What the engine says, or what was probably intended.
pub(crate) fn in_words(refusal: &str, message: &str, mistake: Option<&Mistake>) -> String {
    mistake.map_or_else(
        || format!("{refusal}: {message}"),
        |mistake| mistake.message.clone(),
    )
}

impl Instead {
    /// What to do about it.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::Nothing => {
                "put a block that begins with `# METADATA` above the package clause; `onus new` writes one, and \"Write a control in ten lines\" in the README shows one"
            }
            Self::AboveRule => {
                "move the block above the package clause: what stands above a rule is only about that rule"
            }
            Self::Misspelled => "write `# METADATA`, in capitals and with nothing behind it",
        }
    }
}

/// That a package says nothing about itself.
pub(crate) fn silent(package: &str, rule: &str, instead: Instead) -> String {
    let lacks = format!("`{package}` has a `{rule}` rule");
    match instead {
        Instead::Nothing => format!("{lacks} but no METADATA, so it has no id, severity or layer"),
        Instead::AboveRule => {
            format!(
                "{lacks}, but this METADATA is not the package's, which has no id, severity or layer"
            )
        }
        Instead::Misspelled => format!("{lacks}, but this line does not begin its METADATA"),
    }
}

/// Names in a sentence.
pub(crate) fn listed(keys: &[impl std::fmt::Display]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// What to write for keys that are missing.
pub(crate) fn to_add(keys: &[&str]) -> String {
    let of = |wanted: bool| {
        keys.iter()
            .filter(|key| key.starts_with("custom.") == wanted)
            .map(|key| {
                let (name, value) = example(key);
                format!("`{name}: {value}`")
            })
            .collect::<Vec<_>>()
    };
    let mut parts = Vec::new();
    for (lines, below) in [(of(false), "# METADATA"), (of(true), "custom:")] {
        if !lines.is_empty() {
            parts.push(format!("below `{below}` {}", lines.join(", ")));
        }
    }
    format!("write {}", parts.join(", and "))
}

/// A key's own name, and something that it may hold.
fn example(key: &str) -> (&str, &'static str) {
    let name = key.strip_prefix("custom.").unwrap_or(key);
    let value = match name {
        "title" => "What has to hold",
        "id" => "ACME-STORAGE-001",
        "severity" => "high",
        "layer" => "network.controls",
        "resources" => "[microsoft.storage/storageaccounts]",
        "remediation" => "{summary: What to do}",
        "edition" => "{id: acme-2026, providers: [azure], published: 2026-01}",
        _ => "boundary",
    };
    (name, value)
}

/// The fix for a misspelled or misplaced key.
pub(crate) fn misplaced_key_help(key: &str, fault: Fault) -> String {
    match (fault, key.split_once('.')) {
        (Fault::Misspelled, Some((_, key))) => format!("did you mean `{key}`?"),
        (Fault::Misspelled, None) => format!("did you mean `{key}`?"),
        (Fault::Misplaced, Some(_)) => "move it below `custom:`, two spaces further in".to_owned(),
        (Fault::Misplaced, None) => "move it out of `custom`, to the top of the block".to_owned(),
    }
}
