//! SPDX documents in JSON: 2.2 and 2.3 as `syft`, `trivy` and GitHub write them, and the
//! graphs of 3.0.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::json_problem::json_problem;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource};

/// The reader for SPDX.
///
/// Packages and files are resources, and each element is its own configuration. Relations
/// keep their names, in lower case: `depends_on`, `contains`.
pub struct Spdx;

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "spdx",
    family: Family::BillOfMaterials,
    purpose: "SPDX 2 and 3",
    made_by: "syft scan IMAGE -o spdx-json",
    notes: "2.2, 2.3 and 3.0.",
    example: "spdx/contoso-payments-2.3.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[ConfigurationKey::Items("packages")],
};

impl Reader for Spdx {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline
            .object()
            .is_some_and(|top| top.has("spdxVersion") || is_graph(top))
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        if top.has("spdxVersion") {
            read_document(source, top, &mut reading);
        } else {
            read_graph(source, top, &mut reading);
        }
        reading
    }
}

/// Whether this is the JSON-LD of SPDX 3.0.
fn is_graph(top: &Members<'_>) -> bool {
    top.has("@graph")
        && top
            .get("@context")
            .is_some_and(|context| context.get().contains("spdx.org"))
}

/// References by their sources.
type Relations = BTreeMap<String, Vec<Edge>>;

fn relate(relations: &mut Relations, from: String, kind: &str, to: String) {
    // Words of the specification for no element.
    if ["NONE", "NOASSERTION"].contains(&to.as_str()) {
        return;
    }
    relations.entry(from).or_default().push(Edge {
        kind: Some(snake(kind)),
        to,
        via: None,
    });
}

/// `DEPENDS_ON` and `dependsOn` as `depends_on`.
fn snake(kind: &str) -> String {
    let is_shouted = !kind.contains(|letter: char| letter.is_ascii_lowercase());
    let mut snake = String::new();
    for letter in kind.chars() {
        if letter.is_ascii_uppercase() && !is_shouted && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn connect(relations: &mut Relations, reading: &mut Reading) {
    for resource in &mut reading.resources {
        if let Some(edges) = relations.remove(&resource.id) {
            resource.edges.extend(edges);
        }
    }
}

fn items<'p>(
    source: &Input<'_>,
    top: &Members<'p>,
    key: &str,
    reading: &mut Reading,
) -> Vec<&'p RawValue> {
    source.items(top, key).unwrap_or_else(|problem| {
        reading.problems.push(*problem);
        Vec::new()
    })
}

/// Versions 2.2 and 2.3.
fn read_document(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Relationship {
        spdx_element_id: String,
        relationship_type: String,
        related_spdx_element: String,
    }
    for (key, kind) in [("packages", "spdx/package"), ("files", "spdx/file")] {
        let elements = items(source, top, key, reading);
        for record in records::rows(&elements, &Pointer::root().child(key)) {
            match read_element(source, &record, "SPDXID", Some(kind)) {
                Ok(resource) => reading.resources.extend(resource),
                Err(problem) => reading.problems.push(*problem),
            }
        }
    }
    let mut relations = Relations::new();
    for part in items(source, top, "relationships", reading) {
        match source.parse::<Relationship>(part) {
            Ok(relation) => relate(
                &mut relations,
                relation.spdx_element_id,
                &relation.relationship_type,
                relation.related_spdx_element,
            ),
            Err(problem) => reading.problems.push(*problem),
        }
    }
    connect(&mut relations, reading);
}

/// Version 3.0.
fn read_graph(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Relationship {
        from: String,
        #[serde(default)]
        to: Vec<String>,
        relationship_type: String,
    }
    let mut relations = Relations::new();
    let elements = items(source, top, "@graph", reading);
    for record in records::rows(&elements, &Pointer::root().child("@graph")) {
        let is_relation = Members::parse(record.text).is_ok_and(|element| {
            element.has("from") && element.has("to") && element.has("relationshipType")
        });
        if is_relation {
            match serde_json::from_str::<Relationship>(record.text) {
                Ok(relation) => {
                    for to in relation.to {
                        let from = relation.from.clone();
                        relate(&mut relations, from, &relation.relationship_type, to);
                    }
                }
                Err(error) => {
                    reading
                        .problems
                        .push(json_problem(source.document, record.text, &error))
                }
            }
            continue;
        }
        match read_element(source, &record, "spdxId", None) {
            Ok(resource) => reading.resources.extend(resource),
            Err(problem) => reading.problems.push(*problem),
        }
    }
    connect(&mut relations, reading);
}

/// One package or file; none for elements of other types, such as people.
fn read_element(
    source: &Input<'_>,
    record: &Record<'_>,
    id: &str,
    kind: Option<&str>,
) -> Result<Option<Resource>, Box<Diagnostic>> {
    let members = record.members(source)?;
    let kind = match kind {
        Some(kind) => kind,
        None => match records::first_word(&members, &["type", "@type"]).as_deref() {
            Some("software_Package" | "ai_AIPackage" | "dataset_DatasetPackage") => "spdx/package",
            Some("software_File") => "spdx/file",
            _ => return Ok(None),
        },
    };
    let Some(id) = records::first_word(&members, &[id, "@id"]) else {
        return Err(Box::new(
            Diagnostic::error(format!("the element at `{}` has no `{id}`", record.pointer))
                .at(records::spot(source, record))
                .help("SPDX requires one; ask for a whole document from whoever made it"),
        ));
    };
    let body = record.body(source, Pointer::root());
    let mut resource = records::draft(id.clone(), kind.to_owned(), "spdx", body);
    // References are as written, even if the name looks like that of a provider.
    resource.id = id;
    resource.provider = "spdx".to_owned();
    if let Some(name) = records::first_word(&members, &["name", "fileName"]) {
        resource.name = name;
    }
    resource.aliases = package_urls(&members);
    Ok(Some(resource))
}

fn package_urls(members: &Members<'_>) -> Vec<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Reference {
        reference_type: Option<String>,
        reference_locator: Option<String>,
    }
    let references = members.items("externalRefs").unwrap_or_default();
    references
        .into_iter()
        .filter_map(|part| serde_json::from_str::<Reference>(part.get()).ok())
        .filter(|reference| reference.reference_type.as_deref() == Some("purl"))
        .filter_map(|reference| reference.reference_locator)
        .chain(records::word(members, "software_packageUrl"))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;
    use crate::formats::READERS;

    use super::*;

    const DOCUMENT: &str = r#"{"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": [
        {"SPDXID": "SPDXRef-app", "name": "app", "versionInfo": "1", "filesAnalyzed": false, "externalRefs": [
          {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:oci/app@1"}]},
        {"name": "nameless"}],
      "files": [{"SPDXID": "SPDXRef-f", "fileName": "./f"}],
      "relationships": [
        {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-app"},
        {"spdxElementId": "SPDXRef-app", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-f"},
        {"spdxElementId": "SPDXRef-app", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "NONE"}]}"#;
    const GRAPH: &str = r#"{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [
        {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"},
        {"type": "software_Package", "spdxId": "urn:app", "name": "app", "software_packageUrl": "pkg:oci/app"},
        {"type": "software_File", "spdxId": "urn:f", "name": "f"},
        {"type": "Relationship", "spdxId": "urn:r", "from": "urn:app", "to": ["urn:f"], "relationshipType": "dependsOn"}]}"#;

    #[test]
    fn packages_and_files_are_read() {
        let reading = reading_of(DOCUMENT);
        let [package, file] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!(
            (package.id.as_str(), package.kind.as_str()),
            ("SPDXRef-app", "spdx/package")
        );
        assert_eq!(package.aliases, ["pkg:oci/app@1"]);
        assert_eq!(package.edges.len(), 1);
        assert_eq!(package.edges[0].kind.as_deref(), Some("contains"));
        assert_eq!(
            (file.name.as_str(), file.kind.as_str()),
            ("./f", "spdx/file")
        );
        let native = package
            .body
            .native(&Pointer::parse("/properties/filesAnalyzed"));
        let place = package.body.place(&native.unwrap());
        assert_eq!(place.document.slice(&place.range), "false");
        assert_eq!(reading.problems.len(), 1);
        assert!(
            reading.problems[0]
                .message
                .contains("`/packages/1` has no `SPDXID`")
        );
    }

    #[test]
    fn graphs_are_read() {
        let reading = reading_of(GRAPH);
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [package, file] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!(package.edges[0].kind.as_deref(), Some("depends_on"));
        assert_eq!(package.edges[0].to, file.id);
        assert_eq!(package.body.pointer.to_string(), "/@graph/1");
    }

    #[test]
    fn no_other_reader_recognizes_it() {
        for text in [DOCUMENT, GRAPH] {
            let outline = Outline::of(text).unwrap();
            let readers = READERS.iter().filter(|reader| reader.recognizes(&outline));
            assert_eq!(readers.count(), 1);
        }
    }
}
