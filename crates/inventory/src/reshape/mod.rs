//! Reshaping: a record of another tool, written in the shape that controls know.
//!
//! Terraform's `azapi`, `awscc` and `kubernetes` providers, Pulumi, Steampipe and
//! CloudQuery describe resources of Azure, AWS and Kubernetes under names of their own. Such
//! a record is written again as ARM, CloudFormation, Terraform or Kubernetes would have it. The
//! text is derived, so that each value still leads to its place in the user's file.
//!
//! Unknown and secret places move along. A value that can't be placed makes places unknown:
//! a control would take the missing property for its default.

pub mod by_names;
pub mod names;
pub mod part;
pub mod properties;
pub mod shape;

use std::ops::Range;
use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::json::locate::locate;
use crate::json::outline::Members;
use crate::reader::Reading;
use crate::reshape::part::Part;
use crate::resource::{Body, Resource};

/// A record in its new shape.
pub struct Reshaped {
    /// The record.
    pub record: Part,
    /// The configuration within the record.
    pub properties: Pointer,
    /// The places in the policy's input that the original doesn't determine.
    pub unknown: Vec<Pointer>,
}

/// The values of a resource, as its reader found them.
pub struct Original<'r> {
    /// The document that has the record.
    pub document: &'r Arc<Document>,
    /// The record's bytes.
    pub range: Range<usize>,
    /// The members of its configuration.
    pub values: Members<'r>,
    /// Whether a key of the configuration is there twice: the last one was read, and policies
    /// can't rely on it.
    has_duplicates: bool,
}

impl<'r> Original<'r> {
    /// The configuration of a resource; none if it is no object.
    pub fn of(resource: &'r Resource) -> Option<Self> {
        Self::at(&resource.body, &resource.body.properties)
    }

    /// The object at a place in the record; none if there is no such object.
    pub fn at(body: &'r Body, place: &Pointer) -> Option<Self> {
        let found = locate(body.text(), place);
        let range = body.range.start + found.range.start..body.range.start + found.range.end;
        let text = found.exact.then(|| body.document.slice(&range))?;
        let strict = Members::parse(text).ok();
        Some(Self {
            document: &body.document,
            range: body.range.clone(),
            has_duplicates: strict.is_none(),
            values: strict.or_else(|| Members::parse_last(text).ok())?,
        })
    }

    /// Places in the policy's input that are unknown whatever the values are.
    pub fn unknown(&self) -> Vec<Pointer> {
        match self.has_duplicates {
            true => vec![Pointer::parse("/properties")],
            false => Vec::new(),
        }
    }

    /// The bytes of a value of the record.
    pub fn range_of(&self, part: &RawValue) -> Range<usize> {
        self.document.range_of(part.get()).unwrap_or_default()
    }

    /// A value as it is.
    pub fn copy(&self, part: &RawValue) -> Part {
        Part::copied(self.document, self.range_of(part))
    }

    /// A string that is made of a value.
    pub fn text(&self, text: &str, of: &RawValue) -> Part {
        let text = serde_json::Value::from(text).to_string();
        Part::made(text, self.document, self.range_of(of))
    }
}

/// Gives a resource its new record. `places` leads from a place in the original record to
/// those in the new one, none if the value is not there any more.
///
/// The bytes of secrets that only the original has are returned.
pub fn apply(
    resource: &mut Resource,
    reshaped: Reshaped,
    places: impl Fn(&Pointer) -> Vec<Pointer>,
) -> Vec<Range<usize>> {
    let made = reshaped.record.write();
    let old = resource.body.clone();
    let new = Body {
        range: 0..made.text().len(),
        document: made,
        pointer: old.pointer.clone(),
        properties: reshaped.properties,
        raw: Pointer::root(),
    };
    let moved = |place: &Pointer| -> Vec<Pointer> {
        match old.native(place) {
            Some(native) => places(&native)
                .iter()
                .flat_map(|place| {
                    let raw = Pointer::parse("/raw").join(place);
                    [new.input_pointer(place), raw]
                })
                .collect(),
            // A field of the header.
            None => vec![place.clone()],
        }
    };
    let withheld = resource
        .sensitive
        .iter()
        .filter_map(|place| {
            let found = old.place(&old.native(place)?);
            found.exact.then_some(found.range)
        })
        .collect();
    resource.sensitive = unique(resource.sensitive.iter().flat_map(moved).collect());
    let mut unknown: Vec<Pointer> = resource.unknown.iter().flat_map(moved).collect();
    unknown.extend(reshaped.unknown);
    resource.unknown = unique(unknown);
    for edge in &mut resource.edges {
        let Some(via) = edge.via.take() else {
            continue;
        };
        edge.via = moved(&via).into_iter().next();
        // A reference that is called like its property has that name no more.
        if edge.via.is_some() && edge.kind.as_deref() == via.last() {
            edge.kind = None;
        }
    }
    resource.body = new;
    withheld
}

/// Reshapes the resources of a reading, each with `one`, which returns the bytes of secrets
/// that are in no record any more.
pub fn each(reading: &mut Reading, one: impl Fn(&mut Resource) -> Vec<Range<usize>>) {
    for resource in &mut reading.resources {
        reading.withheld.extend(one(resource));
    }
}

fn unique(mut places: Vec<Pointer>) -> Vec<Pointer> {
    places.sort();
    places.dedup();
    places
}
