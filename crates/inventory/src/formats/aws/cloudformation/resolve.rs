//! Evaluation of a CloudFormation resource in one pass: expressions with known values are
//! replaced; for all others it notes unknown places, secrets and references.

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use serde_json::value::RawValue;

use onus_core::derived_text::Pieces;
use onus_core::diagnostic::Diagnostic;
use onus_core::document::Document;
use onus_core::json_pointer::Pointer;

use crate::formats::aws::cloudformation::expression::{
    DYNAMIC, Environment, Value, intrinsic, string,
};
use crate::formats::aws::cloudformation::references::{Reference, Target, references};
use crate::input::Input;
use crate::json::outline::{Members, items};
use crate::resource::Edge;

/// As deep as policies can read.
const DEEPEST: usize = 128;

/// A resource after evaluation.
pub struct Walked {
    /// The text with the values of expressions; none when there are none.
    pub made: Option<Arc<Document>>,
    /// Places in the policy's input that are unknown.
    pub unknown: Vec<Pointer>,
    /// Places in the policy's input that are secret.
    pub sensitive: Vec<Pointer>,
    /// References to other resources.
    pub edges: Vec<Edge>,
    /// References to nothing.
    pub problems: Vec<Diagnostic>,
}

/// Evaluates a resource.
///
/// A resource without `Properties` sets none: that is known, and it gets an empty object.
///
/// # Errors
/// The resource is nested too deeply, or an object has a duplicate key.
pub fn walk<'t>(
    source: &Input<'_>,
    environment: &Environment<'t>,
    record: &'t RawValue,
    members: &Members<'t>,
) -> Result<Walked, Box<Diagnostic>> {
    let mut walk = Walk {
        source,
        environment,
        pieces: Pieces::of(source.document),
        path: Vec::new(),
        changed: false,
        walked: Walked {
            made: None,
            unknown: Vec::new(),
            sensitive: Vec::new(),
            edges: Vec::new(),
            problems: Vec::new(),
        },
    };
    if members.iter().any(|(key, _)| key.starts_with("Fn::")) {
        // A macro next to the properties can add properties.
        walk.walked.unknown.push(Pointer::parse("/properties"));
    }
    walk.object(record, members)?;
    if !members.has("Properties") {
        walk.without_properties();
    }
    walk.depends_on(members)?;
    let mut walked = walk.walked;
    if walk.changed {
        walked.made = Some(walk.pieces.finish());
    }
    Ok(walked)
}

struct Walk<'w, 's, 't> {
    source: &'w Input<'s>,
    environment: &'w Environment<'t>,
    pieces: Pieces,
    path: Vec<String>,
    changed: bool,
    walked: Walked,
}

impl<'t> Walk<'_, '_, 't> {
    fn range(&self, text: &str) -> Range<usize> {
        self.source.document.range_of(text).unwrap_or_default()
    }

    /// The place in the policy's input.
    fn here(&self) -> Pointer {
        let is_property = self.path.first().is_some_and(|first| first == "Properties");
        std::iter::once(if is_property { "properties" } else { "raw" }.to_owned())
            .chain(self.path.iter().skip(usize::from(is_property)).cloned())
            .collect()
    }

    fn copy(&mut self, text: &str) {
        let range = self.range(text);
        self.pieces.copied(range);
    }

    /// Writes a value that exists.
    fn value(&mut self, part: &'t RawValue) -> Result<(), Box<Diagnostic>> {
        let text = part.get();
        if !may_change(text) && !text.contains(DYNAMIC) {
            self.copy(text);
            return Ok(());
        }
        if self.path.len() > DEEPEST {
            return Err(Box::new(
                Diagnostic::error(format!(
                    "this resource is nested deeper than {DEEPEST} levels, so no policy can read it"
                ))
                .at(self.source.spot(part))
                .help("take it apart"),
            ));
        }
        match text.as_bytes().first() {
            Some(b'{') if intrinsic(part).is_some() => return self.expression(part),
            Some(b'{') => {
                let members = self.source.members(part)?;
                if !members.iter().any(|(key, _)| key.starts_with("Fn::")) {
                    return self.object(part, &members);
                }
                // `Fn::Transform` and `Fn::ForEach` add members next to them.
                self.leave(part);
            }
            Some(b'[') => return self.array(part),
            _ => {
                if text.contains(DYNAMIC) {
                    let here = self.here();
                    self.walked.unknown.push(here);
                }
                self.copy(text);
            }
        }
        Ok(())
    }

    /// Writes the members of an object, or the items of an array, each with its prefix.
    /// The first one that exists has no comma.
    fn all(
        &mut self,
        whole: &str,
        parts: Vec<(Option<&str>, &'t RawValue)>,
    ) -> Result<(), Box<Diagnostic>> {
        let whole = self.range(whole);
        let mut at = whole.start + 1;
        let mut written = 0_usize;
        self.pieces.copied(whole.start..at);
        for (index, (key, part)) in parts.into_iter().enumerate() {
            let range = self.range(part.get());
            let mut before = at..range.start;
            at = range.end;
            // A value that does not exist has no key and no comma either.
            if may_change(part.get()) && matches!(self.environment.resolve(part), Value::Nothing) {
                self.changed = true;
                continue;
            }
            if index > 0 && written == 0 {
                let gap = self.source.document.slice(&before);
                before.start += gap.find(',').map_or(0, |comma| comma + 1);
            }
            self.pieces.copied(before);
            self.path
                .push(key.map_or_else(|| written.to_string(), str::to_owned));
            self.value(part)?;
            self.path.pop();
            written += 1;
        }
        self.pieces.copied(at..whole.end);
        Ok(())
    }

    fn object(&mut self, part: &RawValue, members: &Members<'t>) -> Result<(), Box<Diagnostic>> {
        let parts = members.iter().map(|(key, part)| (Some(key), part));
        self.all(part.get(), parts.collect())
    }

    fn array(&mut self, part: &'t RawValue) -> Result<(), Box<Diagnostic>> {
        let parts = items(part.get()).unwrap_or_default();
        self.all(
            part.get(),
            parts.into_iter().map(|part| (None, part)).collect(),
        )
    }

    fn expression(&mut self, part: &'t RawValue) -> Result<(), Box<Diagnostic>> {
        match self.environment.resolve(part) {
            Value::Part(chosen) => {
                self.changed = true;
                self.value(chosen)?;
            }
            Value::Made(text) => {
                self.changed = true;
                if text.contains(DYNAMIC) {
                    let here = self.here();
                    self.walked.unknown.push(here);
                }
                let range = self.range(part.get());
                self.pieces.made(&text, range);
            }
            // The caller omits it.
            Value::Nothing => {}
            Value::Unknown => self.leave(part),
        }
        Ok(())
    }

    /// Writes an expression as it is, and notes its references.
    fn leave(&mut self, part: &RawValue) {
        self.copy(part.get());
        let here = self.here();
        self.walked.unknown.push(here.clone());
        for Reference {
            name,
            target,
            at,
            is_certain,
        } in references(part)
        {
            let environment = self.environment;
            if environment.is_secret(&name) && !self.walked.sensitive.contains(&here) {
                self.walked.sensitive.push(here.clone());
            }
            let is_resource = environment.has_resource(&name);
            let is_there = match target {
                Target::Resource => is_resource,
                Target::Value => {
                    is_resource || environment.has_parameter(&name) || name.starts_with("AWS::")
                }
                Target::Condition => environment.has_condition(&name),
                Target::Mapping => environment.has_mapping(&name),
            };
            if !is_there {
                self.walked
                    .problems
                    .push(undeclared(&name, target).at(self.source.spot(at)));
            } else if is_resource
                && is_certain
                && matches!(target, Target::Resource | Target::Value)
            {
                self.edge(None, name, here.clone());
            }
        }
    }

    fn edge(&mut self, kind: Option<&str>, to: String, via: Pointer) {
        let edge = Edge {
            kind: kind.map(str::to_owned),
            to,
            via: Some(via),
        };
        if !self.walked.edges.contains(&edge) {
            self.walked.edges.push(edge);
        }
    }

    fn depends_on(&mut self, members: &Members<'t>) -> Result<(), Box<Diagnostic>> {
        let at = Pointer::parse("/raw/DependsOn");
        let Some(part) = members.get("DependsOn") else {
            return Ok(());
        };
        let parts = if part.get().starts_with('[') {
            self.source
                .items(members, "DependsOn")?
                .into_iter()
                .enumerate()
                .map(|(index, part)| (at.child(index.to_string()), part))
                .collect()
        } else {
            vec![(at, part)]
        };
        for (via, part) in parts {
            let Some(name) = string(part) else {
                continue;
            };
            if self.environment.has_resource(&name) {
                self.edge(Some("depends_on"), name, via);
            } else {
                self.walked
                    .problems
                    .push(undeclared(&name, Target::Resource).at(self.source.spot(part)));
            }
        }
        Ok(())
    }

    /// Adds the empty `Properties` to the text.
    fn without_properties(&mut self) {
        let written = std::mem::replace(&mut self.pieces, Pieces::of(self.source.document));
        let written = written.finish();
        let last = written.text().len().saturating_sub(1);
        let mut pieces = Pieces::of(&written);
        pieces.copied(0..last);
        pieces.made(",\"Properties\":{}", 0..1);
        pieces.copied(last..written.text().len());
        self.pieces = pieces;
        self.changed = true;
    }
}

/// Whether a string may contain expressions.
fn may_change(text: &str) -> bool {
    text.contains("\"Ref\"") || text.contains("\"Fn::")
}

fn undeclared(name: &str, target: Target) -> Diagnostic {
    let what = match target {
        Target::Resource => "resource",
        Target::Value => "parameter or resource",
        Target::Condition => "condition",
        Target::Mapping => "mapping",
    };
    Diagnostic::error(format!("this template has no {what} `{name}`"))
        .help("the value counts as not known; declare it, or mend the name")
}
