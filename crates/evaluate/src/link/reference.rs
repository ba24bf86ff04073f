//! References of a record to other resources.

use onus_core::json_pointer::Pointer;
use onus_inventory::Resource;
use onus_policy::engine::Value;

use super::ids::looks_like_an_id;
use crate::link::relation_names::name_of_property;

/// A reference, as it is found in a record.
pub struct Reference {
    /// The id, a name, or the pointer of what is not known.
    pub to: String,
    /// What the format, or the property around, calls what is referred to.
    pub label: Option<String>,
    /// Its place within the record.
    pub at: Pointer,
    /// How sure it is.
    pub sort: Sort,
    /// Only a resource that is called so is meant.
    pub only: Option<&'static str>,
    origin: ReferenceOrigin,
}

/// The origin of a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReferenceOrigin {
    /// The format, and what for.
    Format,
    /// The format, but perhaps only a value is taken from what is referred to.
    Expression,
    /// The format, but only that it is used, or has to be there before.
    Mention,
    /// An id or a name at this place.
    Text,
}

impl Reference {
    /// Whether what is referred to, which is called so, is that to the record, and
    /// is not only mentioned in it.
    pub fn belongs(&self, called: Option<&str>) -> bool {
        let label = self.label.as_deref().unwrap_or_default();
        let is_for_ids = || {
            let lower = label.to_ascii_lowercase();
            ["id", "ids", "arn", "arns", "_name"]
                .iter()
                .any(|ending| lower.ends_with(ending))
        };
        match (self.origin, called) {
            (ReferenceOrigin::Mention, _) => false,
            (ReferenceOrigin::Format, _) | (ReferenceOrigin::Text, None) => true,
            (_, Some(called)) => name_of_property(label) == Some(called) || is_for_ids(),
            (ReferenceOrigin::Expression, None) => is_for_ids(),
        }
    }
}

/// How sure it is that something is a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// It is one, whatever it leads to.
    Certain,
    /// A text that is one only if something has this id.
    Likely,
    /// The value at this place is unknown.
    Unknown,
}

/// All that a record may refer to: what its format says, every text that is an id,
/// and references that are not known.
pub fn references(resource: &Resource, record: &Value) -> Vec<Reference> {
    let mut found: Vec<Reference> = resource
        .edges
        .iter()
        .map(|edge| {
            let at = edge.via.as_ref().and_then(|via| resource.body.native(via));
            let by_place = at.as_ref().and_then(label_of);
            // An id that is known already says itself what it leads to; its expression
            // may add to another one's, as in `"${server.id}/databases/master"`.
            let is_settled = at.as_ref().is_some_and(|at| {
                let text = record.at(at);
                text.is_some_and(|text| text.as_str().is_some_and(|text| text.starts_with('/')))
            });
            Reference {
                to: edge.to.clone(),
                label: edge.kind.clone().or(by_place),
                at: at.unwrap_or_else(Pointer::root),
                sort: Sort::Certain,
                only: None,
                origin: match edge.kind.as_deref() {
                    Some("depends_on" | "dependency") => ReferenceOrigin::Mention,
                    Some(_) => ReferenceOrigin::Format,
                    None if is_settled => ReferenceOrigin::Mention,
                    None => ReferenceOrigin::Expression,
                },
            }
        })
        .collect();
    texts(record, &Pointer::root(), &mut |text, at| {
        // Anybody may write anything into a tag.
        if at.segments().any(|word| word.eq_ignore_ascii_case("tags")) {
            return;
        }
        let is_id = looks_like_an_id(text);
        let label = label_of(at);
        // Where a property is made for references, plain names are references too:
        // the `bucket` of a public access block.
        let only = label.as_deref().and_then(name_of_property);
        if is_id || only.is_some() {
            found.push(Reference {
                to: text.to_owned(),
                label,
                at: at.clone(),
                only: only.filter(|_| !is_id),
                origin: ReferenceOrigin::Text,
                sort: if text.starts_with('/') {
                    Sort::Certain
                } else {
                    Sort::Likely
                },
            });
        }
    });
    for pointer in &resource.unknown {
        let Some(at) = resource.body.native(pointer) else {
            continue;
        };
        // One that the format itself resolves is known all the same.
        let resolved = resource.edges.iter().any(|edge| {
            edge.via
                .as_ref()
                .is_some_and(|via| via.strip(pointer).is_some() || pointer.strip(via).is_some())
        });
        // Of all that may be unknown, only what would hold a reference counts here.
        let label = label_of(&at).filter(|label| name_of_property(label).is_some());
        if !resolved && (label.is_some() || at == resource.body.properties) {
            found.push(Reference {
                to: pointer.to_string(),
                label,
                at,
                sort: Sort::Unknown,
                only: None,
                origin: ReferenceOrigin::Text,
            });
        }
    }
    found
}

/// The last word of a place, without `id` and numbers: what it is a reference to.
fn label_of(at: &Pointer) -> Option<String> {
    let words: Vec<&str> = at.segments().collect();
    words
        .into_iter()
        .rev()
        .find(|word| word.parse::<usize>().is_err() && !word.eq_ignore_ascii_case("id"))
        .map(str::to_owned)
}

fn texts(value: &Value, at: &Pointer, visit: &mut dyn FnMut(&str, &Pointer)) {
    if let Some(text) = value.as_str() {
        visit(text, at);
    } else if value.is_object() {
        for (key, value) in value.entries() {
            texts(&value, &at.child(key.as_ref()), visit);
        }
    } else {
        for (index, item) in value.items().iter().enumerate() {
            texts(item, &at.child(index.to_string()), visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_labels() {
        let label = |text: &str| label_of(&Pointer::parse(text));
        assert_eq!(
            label("/properties/networkProfile/networkInterfaces/0/id").as_deref(),
            Some("networkInterfaces")
        );
        assert_eq!(label("/properties/subnet_id").as_deref(), Some("subnet_id"));
        assert_eq!(label("/0/id"), None);
    }
}
