//! AWS Config: snapshots and histories in S3, notifications, and the output of `aws
//! configservice batch-get-resource-config` and `get-resource-config-history`.

pub(crate) mod item;
pub(crate) mod query;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::aws::config::item::{State, read_item};
use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::streaming::record_location::RecordLocation;

/// The reader for configuration items.
///
/// The id is the ARN, or else the `resourceId`; the type is verbatim. Of several states
/// of one resource only the latest one counts. A resource whose latest state is deleted
/// is omitted. Anything that was not recorded is unknown.
pub struct AwsConfig;

/// Keys of lists of items, including lists with configurations as strings.
const LISTS: [&str; 3] = [
    "configurationItems",
    "baseConfigurationItems",
    "BaseConfigurationItems",
];
/// Keys of a single item.
const SINGLE: [&str; 2] = ["configurationItem", "ConfigurationItem"];
/// The key of the header of an item that is too large for a notification.
const SUMMARY: &str = "configurationItemSummary";

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "aws-config",
    family: Family::Aws,
    purpose: "AWS Config snapshots, notifications and API responses",
    made_by: "aws configservice deliver-config-snapshot --delivery-channel-name default",
    notes: "Also histories, `batch-get-resource-config`, `get-resource-config-history`.",
    example: "aws-config/snapshot.json",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&["configurationItems"]),
    configurations: &[ConfigurationKey::Object("configuration")],
};

impl Reader for AwsConfig {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            LISTS.iter().any(|key| starts(top, key, '['))
                || SINGLE
                    .iter()
                    .chain([&SUMMARY])
                    .any(|key| starts(top, key, '{'))
        })
    }

    fn sequence(&self, outline: &Outline<'_>) -> Option<RecordLocation> {
        // Other items would be read again with every part of the list.
        let [_, others @ ..] = LISTS;
        let is_alone = outline.object().is_some_and(|top| {
            let mut others = others.iter().chain(&SINGLE).chain([&SUMMARY]);
            !others.any(|key| top.has(key))
        });
        is_alone
            .then(|| DESCRIPTION.streaming.location_in(outline))
            .flatten()
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        let mut states = Vec::new();
        let is_api = !["fileVersion", "configSnapshotId", "messageType"]
            .iter()
            .any(|key| top.has(key));
        for key in LISTS {
            let at = Pointer::root().child(key);
            match source.items(top, key) {
                Ok(items) => {
                    for (index, item) in items.into_iter().enumerate() {
                        let pointer = at.child(index.to_string());
                        note(&mut reading, &mut states, || {
                            read_item(source, item, pointer, is_api)
                        });
                    }
                }
                Err(problem) => reading.problems.push(*problem),
            }
        }
        for key in SINGLE {
            if let Some(item) = top.get(key).filter(|item| item.get() != "null") {
                let pointer = Pointer::root().child(key);
                note(&mut reading, &mut states, || {
                    read_item(source, item, pointer, is_api)
                });
            }
        }
        if let Some(item) = top.get(SUMMARY).filter(|item| item.get() != "null") {
            let pointer = Pointer::root().child(SUMMARY);
            note(&mut reading, &mut states, || {
                read_item(source, item, pointer, false)
            });
            if states.iter().any(|state| state.resource.is_some()) {
                reading.problems.push(oversized(source, item));
            }
        }
        // Another state of the same resource may be anywhere in the file.
        for state in &states {
            reading.survey.is_about(&state.key);
        }
        reading.resources = latest(states);
        if source.part.is_end() {
            reading.problems.extend(unprocessed(source, top));
            reading.problems.extend(more_pages(source, top));
        }
        reading
    }
}

fn starts(top: &Members<'_>, key: &str, with: char) -> bool {
    top.get(key)
        .is_some_and(|part| part.get().starts_with(with))
}

fn note(
    reading: &mut Reading,
    states: &mut Vec<State>,
    read: impl FnOnce() -> Result<State, Box<Diagnostic>>,
) {
    match read() {
        Ok(state) => states.push(state),
        Err(problem) => reading.problems.push(*problem),
    }
}

/// The latest state of each resource, in the order of the document.
fn latest(states: Vec<State>) -> Vec<crate::resource::Resource> {
    let mut newest: BTreeMap<[String; 4], usize> = BTreeMap::new();
    for (index, state) in states.iter().enumerate() {
        let at = newest.entry(state.key.clone()).or_insert(index);
        if states
            .get(*at)
            .is_some_and(|known| known.order.is_before(&state.order))
        {
            *at = index;
        }
    }
    let is_old = |state: &State| {
        newest
            .get(&state.key)
            .and_then(|at| states.get(*at))
            .is_some_and(|newest| state.order.is_before(&newest.order))
    };
    let old: Vec<bool> = states.iter().map(is_old).collect();
    states
        .into_iter()
        .zip(old)
        .filter(|(_, old)| !old)
        .filter_map(|(state, _)| state.resource)
        .collect()
}

/// The problem with a change that is too large for a notification, which has a header
/// only.
fn oversized(source: &Input<'_>, item: &RawValue) -> Diagnostic {
    let members = Members::parse(item.get()).unwrap_or_default();
    let text = |key| members.text(key).unwrap_or_default();
    Diagnostic::error("this notification carries no configuration, because it was too large for one")
        .at(source.spot(item))
        .help(format!(
            "fetch it with `aws configservice batch-get-resource-config --resource-keys resourceType={},resourceId={}` and give onus that",
            text("resourceType"),
            text("resourceId")
        ))
}

/// Resources that were requested and are not in the response.
fn unprocessed(source: &Input<'_>, top: &Members<'_>) -> Option<Diagnostic> {
    let key = ["unprocessedResourceKeys", "UnprocessedResourceIdentifiers"]
        .into_iter()
        .find(|key| top.items(key).is_some_and(|keys| !keys.is_empty()))?;
    let count = top.items(key)?.len();
    Some(
        Diagnostic::error(format!(
            "this export is not complete: `{key}` lists {count} resources that were asked for and not answered"
        ))
        .at(source.spot(top.get(key)?))
        .help("ask for them once more with `aws configservice batch-get-resource-config --resource-keys ...`, and give onus both answers; resources that AWS Config does not record have none"),
    )
}

/// Whether the response has further pages.
fn more_pages(source: &Input<'_>, top: &Members<'_>) -> Option<Diagnostic> {
    let key = ["nextToken", "NextToken"]
        .into_iter()
        .find(|key| top.text(key).is_some_and(|token| !token.is_empty()))?;
    Some(
        Diagnostic::error(format!(
            "this export is not complete: `{key}` says that more pages follow"
        ))
        .at(source.spot(top.get(key)?))
        .help("run the same command without `--max-items` and `--no-paginate`, or fetch the rest with `--starting-token` and give onus all of the files"),
    )
}
