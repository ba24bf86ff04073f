//! Events of the Open Cybersecurity Schema Framework with an inventory: Cloud Resources
//! Inventory Info, Device Inventory Info, and the resources of Compliance Findings; as
//! Security Lake, Security Hub and collectors write them.

pub(crate) mod parts;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::json_pointer::Pointer;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::ocsf::parts::{configuration, edges, provider_called, tags};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Body, Resource};
use crate::resource_type;
use crate::streaming::file_survey::{Lacking, Skipped, Survey};

/// The reader for OCSF events, in an array, one per line, or a single one.
///
/// Each entry of `resources` is a resource, and its `data` is its configuration. Without
/// `data` the configuration is unknown; so is that of a provider's own type in a finding,
/// whose `data` is evidence and no complete record. Findings repeat resources: an entry
/// without new information is skipped.
pub struct Ocsf;

const COMPLIANCE_FINDING: u64 = 2003;
const DEVICE_INVENTORY: u64 = 5001;
const CLOUD_INVENTORY: u64 = 5023;
/// Further keys of a Cloud Resources Inventory event.
const OTHERS: [&str; 5] = ["container", "database", "databucket", "idp", "table"];

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "ocsf",
    family: Family::Tool,
    purpose: "OCSF inventories and findings",
    made_by: "events of the class 5023, 5001 or 2003",
    notes: "",
    example: "ocsf/inventory.ndjson",
    syntax: Syntax::Json,
    streaming: Streaming::Records(&[]),
    configurations: &[ConfigurationKey::Object("data")],
};

impl Reader for Ocsf {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        records::any(outline, |event| {
            event.has("class_uid") && (event.has("category_uid") || event.has("metadata"))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut events = Events {
            source,
            reading: Reading::default(),
            seen: BTreeMap::new(),
        };
        for record in records::records(source) {
            if let Err(problem) = events.event(&record) {
                events.reading.problems.push(*problem);
            }
        }
        events.finish()
    }

    fn close(&self, _name: &str, survey: &Survey) -> Vec<Diagnostic> {
        let Lacking { count, of, first } = &survey.lacking;
        let lacking = first
            .clone()
            .filter(|_| survey.lacking.is_nearly_all())
            .map(|first| {
                Diagnostic::error(format!(
                    "{count} of {of} resources have no whole configuration, so nothing about it can be decided"
                ))
                .at(first)
                .help("have the collector write events of the class 5023 with the provider's whole record in `data`; findings carry evidence alone")
            });
        let is_all = *of == 0 && survey.problems == 0;
        let skipped = survey.skipped.iter().map(|(class, skipped)| {
            let name = match skipped.name.is_empty() {
                true => format!("{class}"),
                false => format!("{class} ({})", skipped.name),
            };
            let message = format!(
                "{} events are of the class {name}, which carries no inventory",
                skipped.count
            );
            let problem = match is_all {
                true => Diagnostic::error(message),
                false => Diagnostic::warning(message),
            };
            problem.at(skipped.first.clone()).help(
                "onus reads the classes 5023 (cloud resources), 5001 (devices) and 2003 (the resources of findings)",
            )
        });
        lacking.into_iter().chain(skipped).collect()
    }
}

struct Events<'e, 't> {
    source: &'e Input<'t>,
    reading: Reading,
    /// Resources of findings, by id.
    seen: BTreeMap<String, usize>,
}

/// The parts of an event that apply to all of its resources.
struct Event<'m, 't> {
    members: &'m Members<'t>,
    class: u64,
    provider: Option<String>,
    account: Option<String>,
    region: Option<String>,
}

impl Events<'_, '_> {
    fn event(&mut self, record: &Record<'_>) -> Result<(), Box<Diagnostic>> {
        let members = record.members(self.source)?;
        let Some(class) = members.value::<u64>("class_uid") else {
            return Err(Box::new(
                Diagnostic::error("this event has no `class_uid`")
                    .at(records::spot(self.source, record))
                    .help("every event of OCSF has one; it was not read"),
            ));
        };
        if ![COMPLIANCE_FINDING, DEVICE_INVENTORY, CLOUD_INVENTORY].contains(&class) {
            let skipped = &mut self.reading.survey.skipped;
            let skipped = skipped.entry(class).or_insert_with(|| Skipped {
                name: members.text("class_name").unwrap_or_default(),
                count: 0,
                first: records::spot(self.source, record),
            });
            skipped.count += 1;
            return Ok(());
        }
        let cloud = members.object("cloud").unwrap_or_default();
        let event = Event {
            class,
            provider: records::word(&cloud, "provider").map(|name| provider_called(&name)),
            account: cloud
                .object("account")
                .and_then(|account| records::word(&account, "uid")),
            region: records::word(&cloud, "region"),
            members: &members,
        };
        let mut entries = Vec::new();
        for part in self.source.items(&members, "resources")? {
            let index = entries.len().to_string();
            entries.push((part, Pointer::parse("/resources").child(index), None));
        }
        let others: &[&str] = match class {
            DEVICE_INVENTORY => &["device"],
            CLOUD_INVENTORY => &OTHERS,
            _ => &["resource"],
        };
        for key in others {
            if let Some(part) = members.get(key).filter(|part| part.get() != "null") {
                entries.push((part, Pointer::root().child(*key), Some(*key)));
            }
        }
        if entries.is_empty() {
            return Err(Box::new(
                Diagnostic::error("this event names no resources")
                    .at(records::spot(self.source, record))
                    .help("have the collector fill `resources`"),
            ));
        }
        let mut named = BTreeSet::new();
        for (part, tail, key) in entries {
            let entry = Record {
                text: part.get(),
                pointer: record.pointer.join(&tail),
            };
            match self.entry(&event, &entry, key) {
                Ok(resource) => {
                    named.insert(resource.id.clone());
                    self.add(&event, resource);
                }
                Err(problem) => self.reading.problems.push(*problem),
            }
        }
        // The complete file shows which of two findings has more about a resource.
        if class == COMPLIANCE_FINDING {
            for id in named {
                self.reading.survey.is_about(&id);
            }
        }
        Ok(())
    }

    fn entry(
        &self,
        event: &Event<'_, '_>,
        entry: &Record<'_>,
        key: Option<&str>,
    ) -> Result<Resource, Box<Diagnostic>> {
        let members = entry.members(self.source)?;
        let lacks = |what: &str| {
            Box::new(
                Diagnostic::error(format!(
                    "the resource at `{}` has no `{what}`",
                    self.source.pointer(&entry.pointer)
                ))
                .at(records::spot(self.source, entry))
                .help("have the collector fill `uid` and `type`; it was not read"),
            )
        };
        let id = records::first_word(&members, &["uid", "hostname", "name"])
            .ok_or_else(|| lacks("uid"))?;
        let kind = match key {
            None | Some("resource") => {
                records::word(&members, "type").ok_or_else(|| lacks("type"))?
            }
            Some(key) => format!("ocsf/{key}"),
        };
        let data = members.get("data");
        let (body, is_known) = match (key, data) {
            // These have no `data`: everything that is known is in the object.
            (Some(key), None) if key != "resource" => {
                (entry.body(self.source, Pointer::root()), true)
            }
            (_, Some(data)) if data.get().starts_with('{') => {
                let properties = configuration(data.get(), &kind);
                (entry.body(self.source, properties), true)
            }
            (_, Some(data)) => match self.unpacked(entry, data, &kind) {
                Some(body) => (body, true),
                None => (self.without(entry), false),
            },
            (_, None) => (self.without(entry), false),
        };
        // A finding has evidence only: a setting that it omits is not absent.
        let is_evidence =
            event.class == COMPLIANCE_FINDING && resource_type::is_providers_own(&kind);
        let mut resource = records::draft(id, kind, "ocsf", body);
        if let Some(provider) = &event.provider
            && resource.provider == "ocsf"
        {
            resource.provider.clone_from(provider);
        }
        if let Some(name) = records::first_word(&members, &["name", "hostname"]) {
            resource.name = name;
        }
        resource.location = records::word(&members, "region").or_else(|| event.region.clone());
        resource.scope.account = resource
            .scope
            .account
            .take()
            .or_else(|| event.account.clone());
        resource.scope.group = resource
            .scope
            .group
            .take()
            .or_else(|| records::word(&members, "namespace"));
        resource.tags = tags(&members);
        resource.edges = edges(event.members, &members, &resource);
        if !is_known || is_evidence {
            resource.unknown.push(Pointer::parse("/properties"));
        }
        Ok(resource)
    }

    fn without(&self, entry: &Record<'_>) -> Body {
        entry.body(self.source, Pointer::parse("/data"))
    }

    /// The entry with `data` parsed from its string; none when it is not JSON.
    fn unpacked(&self, entry: &Record<'_>, data: &RawValue, kind: &str) -> Option<Body> {
        let inner: String = serde_json::from_str(data.get()).ok()?;
        if !inner.trim_start().starts_with('{')
            || serde_json::from_str::<&RawValue>(&inner).is_err()
        {
            return None;
        }
        let range = self.source.document.range_of(entry.text)?;
        let literal = self.source.document.range_of(data.get())?;
        let mut pieces = Pieces::of(self.source.document);
        pieces.copied(range.start..literal.start);
        pieces.unescaped(literal.clone());
        pieces.copied(literal.end..range.end);
        Some(records::made_body(
            pieces.finish(),
            entry.pointer.clone(),
            configuration(&inner, kind),
        ))
    }

    fn add(&mut self, event: &Event<'_, '_>, resource: Resource) {
        if event.class != COMPLIANCE_FINDING {
            self.reading.resources.push(resource);
            return;
        }
        let count = self.reading.resources.len();
        let known = self.seen.get(&resource.id).copied();
        match known.and_then(|index| self.reading.resources.get_mut(index)) {
            None => {
                self.seen.insert(resource.id.clone(), count);
                self.reading.resources.push(resource);
            }
            // The same resource in the finding of another check.
            Some(_) if !resource.unknown.is_empty() => {}
            Some(earlier) if !earlier.unknown.is_empty() => *earlier = resource,
            Some(earlier) if earlier.body.text() == resource.body.text() => {}
            Some(_) => self.reading.resources.push(resource),
        }
    }

    fn finish(mut self) -> Reading {
        let resources = &self.reading.resources;
        let without = || {
            resources
                .iter()
                .filter(|resource| !resource.unknown.is_empty())
        };
        let lacking = Lacking {
            count: without().count(),
            of: resources.len(),
            first: without().next().map(|first| {
                let body = &first.body;
                let start = body.range.start;
                Spot::new(&body.document, start..(start + 1).min(body.range.end))
            }),
        };
        self.reading.survey.lacking = lacking;
        self.reading.survey.problems = self.reading.problems.len();
        self.reading
    }
}
