//! One configuration item of AWS Config, in any envelope.

use std::sync::Arc;

use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::derived_text::Pieces;
use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::aws::tags::fold_aws_tags;
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline};
use crate::resource::{Body, Edge, Resource};

/// The state of a resource at one time.
pub struct State {
    /// What identifies the resource.
    pub key: [String; 4],
    /// What orders two states of a resource.
    pub order: Order,
    /// The resource; none when it was deleted.
    pub resource: Option<Resource>,
}

/// When a state was recorded, as far as the item has it.
#[derive(Default)]
pub struct Order {
    state: Option<u128>,
    time: Option<jiff::Timestamp>,
}

impl Order {
    /// Whether this state is certainly older than the other one.
    pub fn is_before(&self, other: &Self) -> bool {
        match (self.state, other.state, self.time, other.time) {
            (Some(one), Some(two), _, _) => one < two,
            (_, _, Some(one), Some(two)) => one < two,
            _ => false,
        }
    }
}

/// Members that only complete items have, and the places that are unknown without them.
const PARTS: [(&str, &[&str]); 3] = [
    (
        "supplementaryConfiguration",
        &["/raw/supplementaryConfiguration"],
    ),
    ("tags", &["/tags", "/raw/tags"]),
    ("relationships", &["/raw/relationships"]),
];

/// Reads one item.
///
/// In API responses (`is_api`) the configuration and each supplementary configuration are
/// JSON in a string. They are read as that JSON.
///
/// # Errors
/// The item is no object, has neither id nor type, or has a string that is not JSON.
pub fn read_item(
    source: &Input<'_>,
    record: &RawValue,
    pointer: Pointer,
    is_api: bool,
) -> Result<State, Box<Diagnostic>> {
    let members = source.members(record)?;
    if let Some(made) = unpacked(source, record, &members, is_api)? {
        return read_made(source, &made, pointer);
    }
    read_plain(source, record, &members, pointer)
}

/// Reads an item that is the complete text of a derived document.
///
/// # Errors
/// As for [`read_item`].
pub fn read_made(
    source: &Input<'_>,
    made: &Arc<Document>,
    pointer: Pointer,
) -> Result<State, Box<Diagnostic>> {
    let inner = Input {
        document: made,
        outline: Outline::Text(""),
        options: source.options,
        part: source.part,
        known: source.known,
    };
    let record: &RawValue = serde_json::from_str(made.text())
        .map_err(|error| json_problem(made, made.text(), &error))?;
    let members = inner.members(record)?;
    read_plain(&inner, record, &members, pointer)
}

fn read_plain(
    source: &Input<'_>,
    record: &RawValue,
    members: &Members<'_>,
    pointer: Pointer,
) -> Result<State, Box<Diagnostic>> {
    let kind = text(members, &["resourceType"]).ok_or_else(|| {
        Box::new(
            Diagnostic::error(format!(
                "the configuration item at `{}` has no `resourceType`, so no control can select it",
                source.pointer(&pointer)
            ))
            .at(source.spot(record))
            .help("export the `resourceType` too"),
        )
    })?;
    let arn = text(members, &["arn", "ARN"]);
    let resource_id = text(members, &["resourceId"]);
    let Some(id) = arn.clone().or_else(|| resource_id.clone()) else {
        return Err(Box::new(
            Diagnostic::error(format!(
                "the configuration item at `{}` has neither an `arn` nor a `resourceId`",
                source.pointer(&pointer)
            ))
            .at(source.spot(record))
            .help("export the `arn` and the `resourceId` too"),
        ));
    };
    let location = text(members, &["awsRegion"]);
    let account = text(members, &["accountId", "awsAccountId"])
        .or_else(|| Some(arn.as_ref()?.split(':').nth(4)?.to_owned()))
        .filter(|account| !account.is_empty());
    let status = text(members, &["configurationItemStatus"]).unwrap_or_default();
    let key = [
        kind.clone(),
        id.clone(),
        account.clone().unwrap_or_default(),
        location.clone().unwrap_or_default(),
    ];
    let order = Order {
        state: text(members, &["configurationStateId"]).and_then(|text| text.parse().ok()),
        time: text(members, &["configurationItemCaptureTime"]).and_then(|text| text.parse().ok()),
    };
    if matches!(
        status.as_str(),
        "ResourceDeleted" | "ResourceDeletedNotRecorded"
    ) {
        return Ok(State {
            key,
            order,
            resource: None,
        });
    }
    let mut unknown = unknown_parts(members, &status);
    if location.is_none() {
        unknown.push(Pointer::parse("/location"));
    }
    let tags: Option<Value> = members
        .get("tags")
        .map(|part| source.parse(part))
        .transpose()?;
    let account_block = account.as_deref().map(account_block);
    let mut edges = edges(source, members)?;
    if kind == "AWS::S3::Bucket"
        && let Some(to) = account_block.clone()
    {
        edges.push(Edge {
            kind: Some("account_public_access_block".to_owned()),
            to,
            via: None,
        });
    }
    let own = account_block.filter(|_| kind == "AWS::S3::AccountPublicAccessBlock");
    let resource = Resource {
        name: text(members, &["resourceName"])
            .or_else(|| resource_id.clone())
            .unwrap_or_else(|| id.clone()),
        aliases: [resource_id, arn, own]
            .into_iter()
            .flatten()
            .filter(|alias| *alias != id)
            .collect(),
        id,
        kind,
        provider: "aws".to_owned(),
        location,
        scope: Scope {
            account,
            ..Scope::default()
        },
        tags: fold_aws_tags(tags.as_ref()),
        phase: Phase::Deployed,
        model: None,
        unknown,
        sensitive: Vec::new(),
        claims: Vec::new(),
        edges,
        subject: None,
        change: None,
        body: Body {
            document: Arc::clone(source.document),
            range: source.document.range_of(record.get()).unwrap_or_default(),
            pointer,
            properties: Pointer::parse("/configuration"),
            raw: Pointer::root(),
        },
    };
    Ok(State {
        key,
        order,
        resource: Some(resource),
    })
}

/// The first of these members that is a string or a number, and not empty.
fn text(members: &Members<'_>, keys: &[&str]) -> Option<String> {
    keys.iter()
        .find_map(|key| match members.value::<Value>(key)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .filter(|text| !text.is_empty())
}

/// Places that the item has no value for.
fn unknown_parts(members: &Members<'_>, status: &str) -> Vec<Pointer> {
    let mut unknown = Vec::new();
    let is_object = members
        .get("configuration")
        .is_some_and(|part| part.get().starts_with('{'));
    if !is_object || status == "ResourceNotRecorded" {
        unknown.push(Pointer::parse("/properties"));
    }
    for (part, places) in PARTS {
        if members.get(part).is_none_or(|part| part.get() == "null") {
            unknown.extend(places.iter().map(|place| Pointer::parse(place)));
        }
    }
    unknown
}

/// The relationships that the item lists.
fn edges(source: &Input<'_>, members: &Members<'_>) -> Result<Vec<Edge>, Box<Diagnostic>> {
    let mut edges = Vec::new();
    let all = Pointer::parse("/raw/relationships");
    for (index, part) in source
        .items(members, "relationships")?
        .into_iter()
        .enumerate()
    {
        let related = source.members(part)?;
        let found = ["resourceId", "resourceName"]
            .into_iter()
            .find_map(|key| Some((key, text(&related, &[key])?)));
        if let Some((key, to)) = found {
            edges.push(Edge {
                kind: text(&related, &["resourceType"]).map(|kind| short(&kind)),
                to,
                via: Some(all.child(index.to_string()).child(key)),
            });
        }
    }
    Ok(edges)
}

/// `AWS::EC2::SecurityGroup` as `security_group`.
fn short(kind: &str) -> String {
    let name: Vec<char> = kind.rsplit("::").next().unwrap_or(kind).chars().collect();
    let mut short = String::new();
    for (index, letter) in name.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| name.get(before));
        let after = name.get(index + 1);
        // A word starts after a small letter, and at the last capital of an abbreviation
        // that a small letter follows: `VPCEndpoint`.
        let starts_word = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
        if starts_word {
            short.push('_');
        }
        short.extend(letter.to_lowercase());
    }
    short
}

/// The item with the JSON of its strings in their place; none when there are no such
/// strings.
fn unpacked(
    source: &Input<'_>,
    record: &RawValue,
    members: &Members<'_>,
    is_api: bool,
) -> Result<Option<Arc<Document>>, Box<Diagnostic>> {
    let mut literals = Vec::new();
    if let Some(part) = members.get("configuration")
        && let Some(text) = string(part)
        && !text.trim().is_empty()
    {
        if !is_json(&text) {
            return Err(Box::new(
                Diagnostic::error("this configuration is a text that is no JSON")
                    .at(source.spot(part))
                    .help("export it again, as the command line prints it"),
            ));
        }
        literals.push(part);
    }
    if is_api || !literals.is_empty() {
        let more = members
            .object("supplementaryConfiguration")
            .unwrap_or_default();
        literals.extend(
            more.iter()
                .map(|(_, part)| part)
                .filter(|part| string(part).is_some_and(|text| is_json(&text))),
        );
    }
    let mut ranges: Vec<_> = literals
        .into_iter()
        .filter_map(|part| source.document.range_of(part.get()))
        .collect();
    let Some(range) = source.document.range_of(record.get()) else {
        return Ok(None);
    };
    if ranges.is_empty() {
        return Ok(None);
    }
    ranges.sort_by_key(|range| range.start);
    let mut pieces = Pieces::of(source.document);
    let mut at = range.start;
    for range in ranges {
        pieces.copied(at..range.start);
        at = range.end;
        pieces.unescaped(range);
    }
    pieces.copied(at..range.end);
    Ok(Some(pieces.finish()))
}

fn string(part: &RawValue) -> Option<String> {
    serde_json::from_str(part.get()).ok()
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The name of the block of public access to all buckets of an account: an account has at
/// most one.
fn account_block(account: &str) -> String {
    format!("AWS::S3::AccountPublicAccessBlock {account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_become_short_names() {
        for (kind, expected) in [
            ("AWS::EC2::SecurityGroup", "security_group"),
            ("AWS::EC2::VPC", "vpc"),
            ("AWS::EC2::Volume", "volume"),
            ("AWS::EC2::NetworkInterface", "network_interface"),
            ("AWS::EC2::VPCEndpoint", "vpc_endpoint"),
            ("AWS::RDS::DBSubnetGroup", "db_subnet_group"),
            ("AWS::EC2::EIP", "eip"),
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", "load_balancer"),
        ] {
            assert_eq!(short(kind), expected);
        }
    }

    #[test]
    fn states_are_ordered_by_number_then_by_time() {
        let order = |state: Option<u128>, time: &str| Order {
            state,
            time: time.parse().ok(),
        };
        let old = order(Some(9), "2026-01-01T00:00:00Z");
        let new = order(Some(10), "2025-01-01T00:00:00Z");
        assert!(old.is_before(&new) && !new.is_before(&old));
        let early = order(None, "2026-10-25T02:30:00+02:00");
        let late = order(None, "2026-10-25T02:30:00+01:00");
        assert!(early.is_before(&late) && !late.is_before(&early));
        assert!(!Order::default().is_before(&late) && !late.is_before(&Order::default()));
    }
}
