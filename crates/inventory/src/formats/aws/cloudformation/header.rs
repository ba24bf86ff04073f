//! The header of a CloudFormation resource: name, path and tags, as far as they are
//! known.

use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::json_pointer::Pointer;

use crate::formats::aws::cloudformation::expression::{DYNAMIC, intrinsic, string};
use crate::formats::aws::tags::pair;
use crate::json::outline::Members;

/// The keys under which types have their tags.
const TAGS: [&str; 4] = ["Tags", "HostedZoneTags", "FileSystemTags", "UserPoolTags"];

/// The values of the canonical header.
#[derive(Default)]
pub struct Header {
    /// The physical name, if the template sets one.
    pub name: Option<String>,
    /// The path in the CDK's construct tree.
    pub path: Option<String>,
    /// The known tags.
    pub tags: Option<Value>,
    /// Unknown places of the header.
    pub unknown: Vec<Pointer>,
}

impl Header {
    /// Reads the text of a resource whose expressions were evaluated.
    pub fn of(text: &str, kind: &str) -> Self {
        let mut header = Self::default();
        let members = Members::parse(text).unwrap_or_default();
        header.path = members
            .object("Metadata")
            .and_then(|metadata| metadata.text("aws:cdk:path"));
        let properties = members
            .get("Properties")
            .and_then(|part| Members::parse_last(part.get()).ok())
            .unwrap_or_default();
        let last = kind.rsplit("::").next().unwrap_or(kind);
        let named = [
            format!("{}Name", last.strip_prefix("Security").unwrap_or(last)),
            format!("{last}Identifier"),
            "Name".to_owned(),
        ];
        if let Some(part) = named.iter().find_map(|key| properties.get(key)) {
            header.name = string(part).filter(|name| !name.is_empty() && !name.contains(DYNAMIC));
            if header.name.is_none() {
                header.unknown.push(Pointer::parse("/name"));
            }
        }
        if let Some(part) = TAGS.iter().find_map(|key| properties.get(key)) {
            header.tags(part);
        } else if members
            .iter()
            .chain(properties.iter())
            .any(|(key, _)| key.starts_with("Fn::"))
        {
            // A function that adds members can add tags.
            header.unknown.push(Pointer::parse("/tags"));
        }
        header
    }

    /// Keeps the known tags, and notes the places of the others.
    fn tags(&mut self, part: &RawValue) {
        let all = Pointer::parse("/tags");
        let is_known = |value: &Value| match value {
            Value::Object(_) | Value::Array(_) => false,
            Value::String(text) => !text.contains(DYNAMIC),
            _ => true,
        };
        let value: Value = serde_json::from_str(part.get()).unwrap_or_default();
        let mut unknown = Vec::new();
        let known = match value {
            Value::Array(items) => {
                let known = items
                    .into_iter()
                    .filter(|item| match pair(item) {
                        Some((_, value)) if is_known(value) => true,
                        Some((key, _)) => {
                            unknown.push(all.child(key));
                            false
                        }
                        None => {
                            unknown.push(all.clone());
                            false
                        }
                    })
                    .collect();
                Value::Array(known)
            }
            Value::Object(_) if intrinsic(part).is_some() => {
                unknown.push(all);
                Value::Null
            }
            Value::Object(members) => {
                let known = members
                    .into_iter()
                    .filter(|(key, value)| {
                        let known = is_known(value) && !key.starts_with("Fn::");
                        if key.starts_with("Fn::") {
                            unknown.push(all.clone());
                        } else if !known {
                            unknown.push(all.child(key));
                        }
                        known
                    })
                    .collect();
                Value::Object(known)
            }
            other => other,
        };
        self.unknown.extend(unknown);
        self.tags = Some(known);
    }
}
