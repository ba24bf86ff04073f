//! Input document: what policies see as `input`.

use std::collections::{BTreeMap, BTreeSet};

use crate::collected::CollectedTypes;
use crate::collection::Collections;
use crate::effective::{RelatedFacts, effective};
use crate::link::Related;
use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::json_pointer::Pointer;
use onus_core::secret::Place;
use onus_core::vocabulary::{Phase, ServiceModel};
use onus_inventory::{Body, Change, Resource};
use onus_policy::engine::{JsonDocument, Spelling, Value};

/// A resource's body, parsed, with everything that is not to be relied on.
#[derive(Debug)]
pub struct Facts {
    /// The native record.
    raw: Value,
    /// The configuration subtree.
    properties: Value,
    /// Places in the input document whose value is not known, both as the reader
    /// listed them and as they read in `raw`.
    pub unknown: Vec<Pointer>,
    /// Places in the input document that must never be printed.
    pub sensitive: Vec<Pointer>,
    /// Whether the configuration is a part of the record.
    is_within: bool,
    /// How far the resource has come into being.
    pub phase: Phase,
    related: Option<Value>,
    /// What a plan does to the resource: `input.change`.
    change: Option<Value>,
    /// Whether the record is the aggregate of the inventory, which is `input.inventory`.
    is_inventory: bool,
    /// Settings that children own: places in `input.properties`, and where in
    /// `input.related` their values are.
    moved: Vec<(Pointer, Pointer)>,
    /// How the decimals of the record, and of what is related, are written.
    spelling: Spelling,
    /// What the user should know about the record.
    pub problems: Vec<Diagnostic>,
}

impl Facts {
    /// Parses a resource's body.
    ///
    /// # Errors
    /// The record is not JSON, or is nested too deeply.
    pub fn of(resource: &Resource) -> Result<Self, Box<Diagnostic>> {
        let body = &resource.body;
        let parsed = Value::parse(body.text()).map_err(|error| {
            let at = body.range.start;
            let message = if error.to_string().contains("recursion limit") {
                format!("the configuration of `{}` is nested deeper than 128 levels, so no policy can read it", resource.name)
            } else {
                format!("the record of `{}` can't be read: {error}", resource.name)
            };
            Box::new(
                Diagnostic::error(message)
                    .at(Spot::new(&body.document, at..at + 1))
                    .help("every control that selects this resource denies it with status error"),
            )
        })?;
        let raw = parsed.value.at(&body.raw).unwrap_or_else(Value::null);
        let properties = parsed
            .value
            .at(&body.properties)
            .unwrap_or_else(Value::null);
        let mut unknown = resource.unknown.clone();
        // Every policy takes an absent property for its documented default; where
        // there is no configuration at all, that would be a guess.
        let is_empty = properties.keys().is_some_and(|keys| keys.is_empty());
        if !properties.is_object() || (is_empty && resource.always_has_properties()) {
            unknown.push(Pointer::parse("/properties"));
        }
        let mut problems = Vec::new();
        for (places, what, help) in [
            (
                &parsed.duplicates,
                "stands twice in one object, and policies see only the last one",
                "an attacker can hide a setting this way, so its value counts as unknown: controls that read it deny; export the inventory again",
            ),
            (
                &parsed.rounded,
                "is a number beyond 64 bits, which would be rounded",
                "its value counts as unknown: controls that read it deny",
            ),
            (
                &parsed.unkept,
                "is a number that is not kept as it is written",
                "its value counts as unknown: controls that read it deny; write at most 15 digits, and 0 for -0.0",
            ),
        ] {
            for place in places {
                let found = body.place(place);
                problems.push(
                    Diagnostic::warning(format!("`{place}` of `{}` {what}", resource.name))
                        .at(Spot::new(&found.document, found.range))
                        .help(help),
                );
                unknown.push(body.input_pointer(place));
            }
        }
        let change = resource
            .change
            .as_deref()
            .map(|change| change_value(change, (body, &parsed.value), &mut unknown));
        let aliases: Vec<Pointer> = unknown
            .iter()
            .filter_map(|pointer| {
                let native = body.native(pointer)?.strip(&body.raw)?;
                Some(Pointer::parse("/raw").join(&native))
            })
            .collect();
        unknown.extend(aliases);
        unknown.sort();
        unknown.dedup();
        Ok(Self {
            raw,
            properties,
            unknown,
            sensitive: resource.sensitive.clone(),
            is_within: body.properties.strip(&body.raw).is_some(),
            phase: resource.phase,
            related: None,
            change,
            is_inventory: false,
            moved: Vec::new(),
            spelling: parsed.spelling,
            problems,
        })
    }

    /// The same, of a record that is the aggregate of the inventory.
    #[must_use]
    pub fn into_inventory(mut self) -> Self {
        self.is_inventory = true;
        self
    }

    /// Adds what belongs to the resource, which is of this type, with what is not known of
    /// it and what must not be printed. Its configuration becomes the effective one.
    pub fn relate(&mut self, kind: &str, related: &Related) {
        let facts = RelatedFacts {
            value: &related.value,
            possible: &related.possible,
            unknown: &related.unknown,
        };
        if let Some(effective) = effective(kind, &self.properties, &self.raw, &facts) {
            let is_settled = |unknown: &Pointer| {
                let mut known = effective.known.iter();
                known.any(|known| unknown.strip(known).is_some())
            };
            self.unknown.retain(|unknown| !is_settled(unknown));
            self.unknown.extend(effective.unknown);
            for (place, from) in &effective.moved {
                let inside = related.sensitive.iter().filter_map(|at| at.strip(from));
                self.sensitive.extend(inside.map(|tail| place.join(&tail)));
            }
            self.properties = effective.properties;
            self.moved = effective.moved;
            self.is_within = false;
        }
        self.unknown.extend(related.unknown.iter().cloned());
        self.sensitive.extend(related.sensitive.iter().cloned());
        self.related = Some(related.value.clone());
        self.spelling = self.spelling.max(related.spelling);
    }

    /// Where the value at a place of the input is written: for a setting that a child owns,
    /// its place in the child.
    pub fn origin(&self, pointer: &Pointer) -> Pointer {
        let moved = self.moved.iter().filter_map(|(place, from)| {
            let tail = pointer.strip(place)?;
            Some((place.depth(), from.join(&tail)))
        });
        moved
            .max_by_key(|(depth, _)| *depth)
            .map_or_else(|| pointer.clone(), |(_, from)| from)
    }

    /// The same with these related resources, of which everything is known.
    #[cfg(test)]
    pub fn with_related(mut self, related: Value) -> Self {
        self.related = Some(related);
        self
    }

    /// All that is there: the record, the configuration where it is no part of that,
    /// what is related, and what a plan does to it.
    pub fn parts(&self) -> impl Iterator<Item = &Value> {
        let beside = (!self.is_within).then_some(&self.properties);
        [&self.raw]
            .into_iter()
            .chain(beside)
            .chain(&self.related)
            .chain(&self.change)
    }

    /// A part of the input that comes from the inventory as it is: `properties`, `raw`,
    /// `related` or `change`.
    pub fn root(&self, name: &str) -> Option<Value> {
        match name {
            "properties" => Some(self.properties.clone()),
            "raw" => Some(self.raw.clone()),
            "related" => self.related.clone(),
            "change" => self.change.clone(),
            "inventory" if self.is_inventory => Some(self.raw.clone()),
            _ => None,
        }
    }

    /// The input document, as far as it lies in records.
    pub fn native(&self) -> Value {
        let names = ["properties", "raw", "related", "change", "inventory"].into_iter();
        Value::object(names.filter_map(|name| Some((name, self.root(name)?))))
    }

    /// The value at a pointer into the input document, as far as it lies in a
    /// record.
    pub fn at(&self, pointer: &Pointer) -> Option<Value> {
        if let Some(tail) = pointer.strip(&Pointer::parse("/related")) {
            return self.related.as_ref()?.at(&tail);
        }
        if let Some(tail) = pointer.strip(&Pointer::parse(CHANGE)) {
            return self.change.as_ref()?.at(&tail);
        }
        if let Some(tail) = pointer.strip(&Pointer::parse("/properties")) {
            return self.properties.at(&tail);
        }
        if let Some(tail) = self.in_inventory(pointer) {
            return self.raw.at(&tail);
        }
        self.raw.at(&pointer.strip(&Pointer::parse("/raw"))?)
    }

    /// What the way to a pointer's value says about it, and the value, as far as it
    /// lies in a record.
    pub fn place_of(&self, pointer: &Pointer) -> Option<(Place, Value)> {
        if let Some(tail) = pointer.strip(&Pointer::parse("/related")) {
            return self.related.as_ref()?.place_of(&tail);
        }
        if let Some(tail) = pointer.strip(&Pointer::parse(CHANGE)) {
            return self.change.as_ref()?.place_of(&tail);
        }
        if let Some(tail) = pointer.strip(&Pointer::parse("/properties")) {
            return self.properties.place_of(&tail);
        }
        if let Some(tail) = self.in_inventory(pointer) {
            return self.raw.place_of(&tail);
        }
        self.raw.place_of(&pointer.strip(&Pointer::parse("/raw"))?)
    }

    fn in_inventory(&self, pointer: &Pointer) -> Option<Pointer> {
        let tail = || pointer.strip(&Pointer::parse("/inventory"));
        self.is_inventory.then(tail).flatten()
    }
}

/// The place of what a plan does to a resource.
const CHANGE: &str = "/change";

/// `input.change`. What can't be relied on in it is added to the unknown places, and so is
/// what is not collected for a removed resource.
fn change_value(
    change: &Change,
    (body, record): (&Body, &Value),
    unknown: &mut Vec<Pointer>,
) -> Value {
    let at = Pointer::parse(CHANGE);
    let before = match change.before_in(body) {
        // It was parsed with the record.
        Some(native) => {
            let at = at.child("before");
            let within = |pointer: &Pointer| body.native(pointer)?.strip(&native);
            let doubtful: Vec<Pointer> = unknown.iter().filter_map(within).collect();
            unknown.extend(doubtful.iter().map(|tail| at.join(tail)));
            record.at(&native).unwrap_or_else(Value::null)
        }
        None => values(change.before(), &at.child("before"), unknown),
    };
    let actions =
        |actions: &[String]| Value::array(actions.iter().map(|action| Value::text(action)));
    let mut members = vec![
        ("action", Value::text(change.action.as_str())),
        ("actions", actions(&change.actions)),
        ("before", before),
    ];
    if let Some(drift) = &change.drift {
        let at = at.child("drift");
        let drift = Value::object([
            ("action", Value::text(drift.action.as_str())),
            ("actions", actions(&drift.actions)),
            (
                "before",
                values(drift.before(), &at.child("before"), unknown),
            ),
            ("after", values(drift.after(), &at.child("after"), unknown)),
        ]);
        members.push(("drift", drift));
    }
    if change.is_removed {
        unknown.extend(["/related", "/unresolved", "/layers"].map(Pointer::parse));
    }
    Value::object(members)
}

/// Values at a place of the input, from their text.
fn values(text: Option<&str>, at: &Pointer, unknown: &mut Vec<Pointer>) -> Value {
    match text.map(Value::parse) {
        None => Value::null(),
        Some(Ok(parsed)) => {
            let doubtful = [&parsed.duplicates, &parsed.rounded, &parsed.unkept];
            let doubtful = doubtful.into_iter().flatten();
            unknown.extend(doubtful.map(|place| at.join(place)));
            parsed.value
        }
        Some(Err(_)) => {
            unknown.push(at.clone());
            Value::null()
        }
    }
}

/// What all resources of a run have in common.
#[derive(Debug, Clone)]
pub struct RunContext {
    /// The types that the inventories hold.
    collected: CollectedTypes,
    empty: Value,
    none: Value,
}

impl RunContext {
    /// For inventories with these types.
    pub fn of(collected: &CollectedTypes) -> Self {
        Self {
            collected: collected.clone(),
            empty: Value::object::<&str>([]),
            none: Value::array([]),
        }
    }
}

impl RunContext {
    /// The statements about what was collected that count in the run.
    pub(crate) fn collections(&self) -> &Collections {
        self.collected.collections()
    }
}

/// The input document while it is put together.
#[derive(Debug, Clone)]
pub struct Input {
    parts: BTreeMap<&'static str, Value>,
    spelling: Spelling,
}

impl Input {
    /// What every policy sees of a resource and what belongs to it, without its service
    /// model.
    pub fn of(
        resource: &Resource,
        facts: &Facts,
        related: Option<&Related>,
        around: &RunContext,
    ) -> Self {
        let text = |text: &Option<String>| text.as_deref().map_or_else(Value::null, Value::text);
        let scope = Value::object([
            ("tenant", text(&resource.scope.tenant)),
            ("account", text(&resource.scope.account)),
            ("group", text(&resource.scope.group)),
        ]);
        let tags = Value::object(
            resource
                .tags
                .iter()
                .map(|(key, value)| (key, Value::text(value))),
        );
        let parts = BTreeMap::from([
            ("id", Value::text(&resource.id)),
            ("type", Value::text(&resource.kind)),
            ("name", Value::text(&resource.name)),
            ("provider", Value::text(&resource.provider)),
            ("location", text(&resource.location)),
            ("scope", scope),
            ("tags", tags),
            ("properties", facts.properties.clone()),
            ("raw", facts.raw.clone()),
            ("phase", Value::text(resource.phase.as_str())),
            ("model", Value::null()),
            ("related", around.empty.clone()),
            (
                "coverage",
                coverage(&around.collected.of_resource(resource, related)),
            ),
            ("unresolved", around.none.clone()),
        ]);
        let mut input = Self {
            parts,
            spelling: facts.spelling,
        };
        if let Some(related) = related {
            input.set("related", related.value.clone());
            input.set("unresolved", related.unresolved.clone());
            input.spelling = input.spelling.max(related.spelling);
        }
        if let Some(change) = &facts.change {
            input.set("change", change.clone());
        }
        input
    }

    /// What a control of the inventory as one sees. The phase is that of all resources, if they
    /// have one in common.
    pub fn of_inventory(facts: &Facts, phase: Option<Phase>) -> Self {
        let phase = phase.map_or_else(Value::null, |phase| Value::text(phase.as_str()));
        Self {
            parts: BTreeMap::from([("inventory", facts.raw.clone()), ("phase", phase)]),
            spelling: facts.spelling,
        }
    }

    /// The same with a service model.
    #[must_use]
    pub fn with_model(mut self, model: Option<ServiceModel>) -> Self {
        let model = model.map_or_else(Value::null, |model| Value::text(model.as_str()));
        self.set("model", model);
        self
    }

    /// Adds a part.
    pub fn set(&mut self, key: &'static str, value: Value) {
        self.parts.insert(key, value);
    }

    /// How its decimals are written.
    pub fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// The document, with how its decimals are written.
    pub fn document(&self) -> JsonDocument {
        JsonDocument {
            value: self.value(),
            spelling: self.spelling,
        }
    }

    /// The document.
    pub fn value(&self) -> Value {
        Value::object(self.parts.iter().map(|(key, value)| (key, value.clone())))
    }
}

/// `input.coverage`: the types that were collected, as far as the resource can tell.
fn coverage(types: &BTreeSet<&str>) -> Value {
    let types = types.iter().copied().map(Value::text);
    Value::object([("types", Value::array(types))])
}
