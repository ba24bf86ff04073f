//! Mutants: documents with one place changed.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use onus_core::json_pointer::Pointer;

/// How a place is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is not there any more.
    Removed,
    /// It is null.
    Null,
    /// It is an empty value of the type that it had.
    Emptied,
    /// An object has other members than it had.
    OtherMembers,
    /// It has another type than it had.
    OtherType,
    /// A string has another text.
    OtherText,
    /// A string is an expression that nobody has evaluated.
    Expression,
    /// A string is in the other case.
    OtherCase,
    /// It stands in an array, or in an object, of its own.
    Wrapped,
    /// It is the one element of the array that it was.
    Unwrapped,
    /// A boolean or a number is text.
    Quoted,
}

impl Change {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Removed,
        Self::Null,
        Self::Emptied,
        Self::OtherMembers,
        Self::OtherType,
        Self::OtherText,
        Self::Expression,
        Self::OtherCase,
        Self::Wrapped,
        Self::Unwrapped,
        Self::Quoted,
    ];

    /// Its name in the table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Null => "null",
            Self::Emptied => "emptied",
            Self::OtherMembers => "other-members",
            Self::OtherType => "other-type",
            Self::OtherText => "other-text",
            Self::Expression => "expression",
            Self::OtherCase => "other-case",
            Self::Wrapped => "wrapped",
            Self::Unwrapped => "unwrapped",
            Self::Quoted => "quoted",
        }
    }

    /// Whether everything below the place is absent then.
    pub fn leaves_nothing(self) -> bool {
        matches!(
            self,
            Self::Removed | Self::Null | Self::Emptied | Self::OtherMembers
        )
    }
}

/// The JSON type of a value.
pub type Type = std::mem::Discriminant<Json>;

/// The places of a document, each with `*` for each index, and the types that are there.
pub fn types(document: &Json) -> Vec<(String, Type)> {
    places(document)
        .into_iter()
        .filter_map(|place| {
            let value = document.pointer(&place.to_string())?;
            Some((starred(&place), std::mem::discriminant(value)))
        })
        .collect()
}

/// The values that the examples of a control have at each place, with `*` for each index.
pub struct Values(BTreeMap<String, Vec<Json>>);

impl Values {
    /// Those of some documents.
    pub fn of(documents: &[Json]) -> Self {
        let mut values: BTreeMap<String, Vec<Json>> = BTreeMap::new();
        for document in documents {
            for place in places(document) {
                if let Some(value) = document.pointer(&place.to_string()) {
                    let known = values.entry(starred(&place)).or_default();
                    if !known.contains(value) {
                        known.push(value.clone());
                    }
                }
            }
        }
        Self(values)
    }

    /// The document with another of the values at a place; a boolean has also its opposite.
    pub fn others<'v>(
        &'v self,
        document: &'v Json,
        place: &'v Pointer,
    ) -> impl Iterator<Item = Json> + 'v {
        let original = document.pointer(&place.to_string());
        let opposite = original.and_then(Json::as_bool).map(|value| json!(!value));
        let known = self.0.get(&starred(place)).into_iter().flatten().cloned();
        opposite
            .into_iter()
            .chain(known)
            .filter(move |value| Some(value) != original)
            .map(move |value| with(document, place, Some(value)))
    }
}

fn starred(place: &Pointer) -> String {
    let segments = place
        .segments()
        .map(|segment| match segment.parse::<usize>() {
            Ok(_) => "*".to_owned(),
            Err(_) => segment.replace('~', "~0").replace('/', "~1"),
        });
    segments.map(|segment| format!("/{segment}")).collect()
}

/// A document with one place changed.
#[derive(Debug)]
pub struct Mutant {
    /// The place.
    pub pointer: Pointer,
    /// How it was changed.
    pub change: Change,
    /// The document.
    pub document: Json,
}

impl Mutant {
    /// The place with `*` for each index.
    pub fn place(&self) -> String {
        starred(&self.pointer)
    }

    /// The value that the place has got, as JSON; nothing when it was removed.
    pub fn value(&self) -> String {
        let value = self.document.pointer(&self.pointer.to_string());
        value.map(Json::to_string).unwrap_or_default()
    }

    /// The type that the place has got, where the change is one of type.
    pub fn type_of(&self) -> Option<Type> {
        let value = self.document.pointer(&self.pointer.to_string())?;
        let is_of_type = matches!(
            self.change,
            Change::OtherType | Change::Wrapped | Change::Unwrapped | Change::Quoted
        );
        is_of_type.then(|| std::mem::discriminant(value))
    }
}

/// All mutants of a document, place by place. What onus makes is not touched: the lists
/// of related resources, and the headers of these.
pub fn mutants(document: &Json) -> impl Iterator<Item = Mutant> + '_ {
    places(document).into_iter().flat_map(move |place| {
        let original = document.pointer(&place.to_string()).unwrap_or(&Json::Null);
        let changes = changes(original);
        changes.into_iter().map(move |(change, value)| Mutant {
            document: with(document, &place, value),
            pointer: place.clone(),
            change,
        })
    })
}

fn places(document: &Json) -> Vec<Pointer> {
    let mut places = Vec::new();
    for root in ["properties", "raw"] {
        if let Some(value) = document.get(root) {
            walk(value, &Pointer::root().child(root), &mut places);
        }
    }
    if let Some(related) = document.get("related") {
        native(related, &Pointer::root().child("related"), &mut places);
    }
    places
}

fn walk(value: &Json, at: &Pointer, places: &mut Vec<Pointer>) {
    places.push(at.clone());
    match value {
        Json::Object(members) => {
            for (key, member) in members {
                walk(member, &at.child(key), places);
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &at.child(index.to_string()), places);
            }
        }
        _ => {}
    }
}

/// Finds `properties` and `raw` of related resources, which come from inventories.
fn native(value: &Json, at: &Pointer, places: &mut Vec<Pointer>) {
    match value {
        Json::Object(members) => {
            for (key, member) in members {
                match key.as_str() {
                    "properties" | "raw" => walk(member, &at.child(key), places),
                    _ => native(member, &at.child(key), places),
                }
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                native(item, &at.child(index.to_string()), places);
            }
        }
        _ => {}
    }
}

/// What a value can become; none to remove it. A value of the same type that says
/// something else is no garbage, save for text.
fn changes(original: &Json) -> Vec<(Change, Option<Json>)> {
    use Change::{
        Emptied, Expression, Null, OtherCase, OtherMembers, OtherText, OtherType, Quoted, Removed,
        Unwrapped, Wrapped,
    };
    let mut changes = vec![(Removed, None)];
    let mut add = |change: Change, value: Json| {
        if value != *original {
            changes.push((change, Some(value)));
        }
    };
    add(Null, Json::Null);
    let others = [
        json!(true),
        json!(false),
        json!(7),
        json!(0),
        json!("garbage"),
        json!(""),
        json!([]),
        json!({}),
        json!(["garbage"]),
        json!({"garbage": 1}),
    ];
    for other in others {
        if std::mem::discriminant(&other) != std::mem::discriminant(original) {
            add(OtherType, other);
        }
    }
    match original {
        Json::String(text) => {
            add(Emptied, json!(""));
            add(OtherText, json!("garbage"));
            add(OtherCase, json!(text.to_lowercase()));
            add(OtherCase, json!(text.to_uppercase()));
        }
        Json::Array(items) => {
            add(Emptied, json!([]));
            add(Wrapped, json!([original]));
            if let [item] = items.as_slice() {
                add(Unwrapped, item.clone());
            }
        }
        Json::Object(_) => {
            add(Emptied, json!({}));
            add(OtherMembers, json!({"garbage": 1}));
            add(OtherMembers, json!({"value": original}));
            add(Wrapped, json!([original]));
        }
        Json::Bool(_) | Json::Number(_) => add(Quoted, json!(original.to_string())),
        Json::Null => {}
    }
    if let Json::Array(items) = original {
        // PowerShell 5 writes some arrays this way.
        add(Wrapped, json!({"value": items, "Count": items.len()}));
    }
    if !matches!(original, Json::Array(_) | Json::Object(_)) {
        add(Wrapped, json!({"value": original}));
    }
    add(Expression, json!("[parameters('x')]"));
    add(Expression, json!("${var.x}"));
    changes
}

fn with(document: &Json, place: &Pointer, value: Option<Json>) -> Json {
    let mut document = document.clone();
    let (Some(parent), Some(last)) = (place.parent(), place.last()) else {
        return document;
    };
    match (document.pointer_mut(&parent.to_string()), value) {
        (Some(Json::Object(members)), Some(value)) => {
            members.insert(last.to_owned(), value);
        }
        (Some(Json::Object(members)), None) => {
            members.remove(last);
        }
        (Some(Json::Array(items)), value) => {
            let index: usize = last.parse().unwrap();
            match value {
                Some(value) => items[index] = value,
                None => {
                    items.remove(index);
                }
            }
        }
        _ => {}
    }
    document
}

#[test]
fn each_place_is_changed_in_each_way() {
    let document = json!({"type": "t", "properties": {"a": [{"b": true}]}, "related": {"x": [{"id": "i", "properties": {"c": "D"}}]}});
    let made: Vec<Mutant> = mutants(&document).collect();
    let places: std::collections::BTreeSet<String> = made.iter().map(Mutant::place).collect();
    let wanted = [
        "/properties",
        "/properties/a",
        "/properties/a/*",
        "/properties/a/*/b",
        "/related/x/*/properties",
        "/related/x/*/properties/c",
    ];
    assert!(places.iter().eq(wanted), "{places:?}");
    assert!(made.iter().all(|mutant| mutant.document != document));
    for change in Change::ALL {
        assert!(
            made.iter().any(|mutant| mutant.change == change),
            "{change:?}"
        );
    }
}
