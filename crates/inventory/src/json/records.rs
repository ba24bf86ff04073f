//! Records of a document, for all readers of plain records: their places, and resources
//! with an id and a type only.

use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::arm_id::arm_scope_of;
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::SAMPLED_RECORDS;
use crate::json::outline::{Members, Outline};
use crate::resource::{Body, Resource};
use crate::resource_type::is_providers_own;

/// One record of a document.
#[derive(Debug, Clone)]
pub struct Record<'t> {
    /// Its text.
    pub text: &'t str,
    /// Its pointer within the file, or within the line.
    pub pointer: Pointer,
}

/// The records of a document that is one of them, an array, or one per line.
pub fn records<'t>(source: &Input<'t>) -> Vec<Record<'t>> {
    match &source.outline {
        Outline::Object(_) => vec![Record {
            text: source.document.text().trim(),
            pointer: Pointer::root(),
        }],
        Outline::Array(items) => rows(items, &Pointer::root()),
        Outline::Lines(lines) => lines
            .iter()
            .map(|line| Record {
                text: line.text.trim(),
                pointer: Pointer::root(),
            })
            .collect(),
        Outline::Text(_) => Vec::new(),
    }
}

/// The items of an array at `prefix`, as records.
pub fn rows<'t>(items: &[&'t RawValue], prefix: &Pointer) -> Vec<Record<'t>> {
    items
        .iter()
        .enumerate()
        .map(|(index, item)| Record {
            text: item.get(),
            pointer: prefix.child(index.to_string()),
        })
        .collect()
}

/// Whether one of the first records matches.
pub fn any(outline: &Outline<'_>, is: impl Fn(&Members<'_>) -> bool) -> bool {
    let is_text = |text: &str| Members::parse(text).is_ok_and(|members| is(&members));
    match outline {
        Outline::Object(members) => is(members),
        Outline::Array(items) => items
            .iter()
            .take(SAMPLED_RECORDS)
            .any(|item| is_text(item.get())),
        Outline::Lines(lines) => lines
            .iter()
            .take(SAMPLED_RECORDS)
            .any(|line| is_text(line.text)),
        Outline::Text(_) => false,
    }
}

impl<'t> Record<'t> {
    /// The record's members.
    ///
    /// # Errors
    /// The record is not an object, or has a duplicate key.
    pub fn members(&self, source: &Input<'_>) -> Result<Members<'t>, Box<Diagnostic>> {
        Members::parse(self.text)
            .map_err(|error| Box::new(json_problem(source.document, self.text, &error)))
    }

    /// The record as a body, with its configuration at `properties`.
    pub fn body(&self, source: &Input<'_>, properties: Pointer) -> Body {
        Body {
            document: source.document.clone(),
            range: source.document.range_of(self.text).unwrap_or_default(),
            pointer: self.pointer.clone(),
            properties,
            raw: Pointer::root(),
        }
    }

    /// A problem with the complete record.
    pub fn problem(
        &self,
        source: &Input<'_>,
        message: impl Into<String>,
        help: &str,
    ) -> Box<Diagnostic> {
        Box::new(
            Diagnostic::error(message)
                .at(spot_of(source, self.text))
                .help(help),
        )
    }
}

/// The place of a part of a document's text.
pub fn spot_of(source: &Input<'_>, part: &str) -> Spot {
    Spot::new(
        source.document,
        source.document.range_of(part).unwrap_or_default(),
    )
}

/// The place of a record: its first character, since records are long.
pub fn spot(source: &Input<'_>, record: &Record<'_>) -> Spot {
    let range = source.document.range_of(record.text).unwrap_or_default();
    Spot::new(
        source.document,
        range.start..(range.start + 1).min(range.end),
    )
}

/// A member that is a string and not empty, or a number as it is written.
pub fn word(members: &Members<'_>, key: &str) -> Option<String> {
    word_of(members.get(key)?)
}

/// A value that is a string and not empty, or a number as it is written.
pub fn word_of(part: &RawValue) -> Option<String> {
    let text = part.get();
    if text.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        return Some(text.to_owned());
    }
    serde_json::from_str::<String>(text)
        .ok()
        .filter(|text| !text.trim().is_empty())
}

/// The first of some members that [`word`] accepts.
pub fn first_word(members: &Members<'_>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| word(members, key))
}

/// Whether a member is an object.
pub fn is_object(members: &Members<'_>, key: &str) -> bool {
    members
        .get(key)
        .is_some_and(|part| part.get().starts_with('{'))
}

/// A record that is a derived document of its own; `pointer` is the pointer of its
/// origin.
pub fn made_body(document: Arc<Document>, pointer: Pointer, properties: Pointer) -> Body {
    Body {
        range: 0..document.text().len(),
        document,
        pointer,
        properties,
        raw: Pointer::root(),
    }
}

/// A deployed resource with an id and a type. The provider is inferred from them, or else
/// `other`.
pub fn draft(id: String, kind: String, other: &str, body: Body) -> Resource {
    let provider = provider_of(&id, &kind).unwrap_or(other);
    let is_azure = provider == "azure";
    let canonical = |text: String| match is_azure {
        true => text.to_ascii_lowercase(),
        false => text,
    };
    let name = id
        .rsplit(['/', ':'])
        .find(|part| !part.is_empty())
        .unwrap_or(&id)
        .to_owned();
    let scope = if is_azure {
        arm_scope_of(&id)
    } else {
        Scope {
            account: account_of(&id),
            ..Scope::default()
        }
    };
    Resource {
        name,
        scope,
        ..Resource::new(canonical(id), canonical(kind), provider, body)
    }
}

/// The provider whose ids or types look like these.
fn provider_of(id: &str, kind: &str) -> Option<&'static str> {
    let id = id.to_ascii_lowercase();
    let kind = kind.to_ascii_lowercase();
    let starts = |text: &str, with: &[&str]| with.iter().any(|with| text.starts_with(with));
    if starts(&id, &["/subscriptions/", "/providers/"]) || starts(&kind, &["microsoft."]) {
        Some("azure")
    } else if starts(&id, &["arn:"]) || starts(&kind, &["aws::"]) {
        Some("aws")
    } else if (id.starts_with("//") && id.contains(".googleapis.com/"))
        || kind.contains(".googleapis.com/")
    {
        Some("gcp")
    } else {
        None
    }
}

/// The account of an ARN, or the project of a full resource name of Google Cloud.
fn account_of(id: &str) -> Option<String> {
    let account = if id.starts_with("arn:") {
        id.split(':').nth(4)
    } else {
        id.split_once("/projects/")
            .and_then(|(_, rest)| rest.split('/').next())
    };
    account
        .filter(|account| !account.is_empty())
        .map(str::to_owned)
}

/// The pointer of a table row's configuration: a column of its own or, for types that no
/// provider has, the row itself. None for a provider's type without such a column: the
/// row may lack any setting.
pub fn configuration(members: &Members<'_>, kind: &str) -> Option<Pointer> {
    ["properties", "configuration"]
        .into_iter()
        .find(|key| is_object(members, key))
        .map(|key| Pointer::root().child(key))
        .or_else(|| (!is_providers_own(kind)).then(Pointer::root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_unknown_types_are_their_own_configuration() {
        let of = |text: &str, kind: &str| {
            configuration(&Members::parse(text).unwrap(), kind).map(|pointer| pointer.to_string())
        };
        assert_eq!(of("{}", "rack"), Some(String::new()));
        assert_eq!(of("{}", "azurerm_storage_account"), None);
        assert_eq!(of(r#"{"properties": null}"#, "A.B/c"), None);
        assert_eq!(
            of(r#"{"configuration": {}}"#, "AWS::S3::Bucket").as_deref(),
            Some("/configuration")
        );
    }
}
