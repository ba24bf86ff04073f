//! CycloneDX bills of materials in JSON, as `cyclonedx-cli`, `syft`, `cdxgen` and `trivy`
//! write them; above all the services of a SaaSBOM with their trust boundaries.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records;
use crate::json::records::Record;
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource, fold_tags};

/// The reader for CycloneDX.
///
/// Services and components, at any depth, are resources, and each object is its own
/// configuration: `input.properties.authenticated` is the value in the document. A bill
/// of materials lists what its author knew. So if a service does not state whether it is
/// authenticated, or crosses a trust boundary, that is unknown. Vulnerabilities are
/// resources too, which refer to the components that they affect; their `analysis` has
/// the result of the assessment.
pub struct CycloneDx;

/// Services in services, and components in components, deeper than this are not read:
/// each level costs a pass over everything below it.
const DEEPEST: usize = 64;

/// Members of a service that are unknown when they are absent. The specification gives
/// them no default.
const LEFT_OPEN: [&str; 4] = ["authenticated", "x-trust-boundary", "endpoints", "data"];

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "cyclonedx",
    family: Family::BillOfMaterials,
    purpose: "CycloneDX (services, components, vulnerabilities)",
    made_by: "cyclonedx convert --output-format json",
    notes: "Services with their trust boundaries, vulnerabilities with their analysis.",
    example: "cyclonedx/contoso-payments.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[
        ConfigurationKey::Items("services"),
        ConfigurationKey::Items("components"),
    ],
};

impl Reader for CycloneDx {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline
            .object()
            .and_then(|top| top.text("bomFormat"))
            .is_some_and(|format| format.eq_ignore_ascii_case("CycloneDX"))
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        let mut walk = Walk {
            source,
            serial: records::word(top, "serialNumber").unwrap_or_else(|| "bom".to_owned()),
            reading: &mut reading,
        };
        if let Some(component) = top.object("metadata").and_then(|m| m.get("component")) {
            let record = Record {
                text: component.get(),
                pointer: Pointer::parse("/metadata/component"),
            };
            walk.object(&record, "component", None, 0);
        }
        for key in ["components", "services"] {
            walk.list(top, key, &Pointer::root(), None, 0);
        }
        walk.vulnerabilities(top);
        depend(source, top, &mut reading);
        reading
    }
}

struct Walk<'w, 't> {
    source: &'w Input<'t>,
    serial: String,
    reading: &'w mut Reading,
}

impl Walk<'_, '_> {
    fn list(
        &mut self,
        members: &Members<'_>,
        key: &str,
        at: &Pointer,
        parent: Option<&str>,
        depth: usize,
    ) {
        match self.source.items(members, key) {
            Ok(items) => {
                let what = key.trim_end_matches('s');
                for record in records::rows(&items, &at.child(key)) {
                    self.object(&record, what, parent, depth);
                }
            }
            Err(problem) => self.reading.problems.push(*problem),
        }
    }

    fn vulnerabilities(&mut self, top: &Members<'_>) {
        let key = "vulnerabilities";
        match self.source.items(top, key) {
            Ok(items) => {
                for record in records::rows(&items, &Pointer::root().child(key)) {
                    match self.vulnerability(&record) {
                        Ok(resource) => self.reading.resources.push(resource),
                        Err(problem) => self.reading.problems.push(*problem),
                    }
                }
            }
            Err(problem) => self.reading.problems.push(*problem),
        }
    }

    fn vulnerability(&self, record: &Record<'_>) -> Result<Resource, Box<Diagnostic>> {
        #[derive(Deserialize)]
        struct Affected {
            #[serde(rename = "ref")]
            to: String,
        }
        let members = record.members(self.source)?;
        let id = records::word(&members, "bom-ref")
            .unwrap_or_else(|| format!("{}#{}", self.serial, record.pointer));
        let mut edges = Vec::new();
        for part in self.source.items(&members, "affects")? {
            let Affected { to } = self.source.parse(part)?;
            edges.push(Edge {
                kind: Some("affects".to_owned()),
                to,
                via: None,
            });
        }
        let body = record.body(self.source, Pointer::root());
        let kind = "cyclonedx/vulnerability".to_owned();
        let mut resource = records::draft(id.clone(), kind, "cyclonedx", body);
        resource.name = records::word(&members, "id").unwrap_or_else(|| id.clone());
        resource.id = id;
        "cyclonedx".clone_into(&mut resource.provider);
        resource.edges = edges;
        Ok(resource)
    }

    fn object(&mut self, record: &Record<'_>, what: &str, parent: Option<&str>, depth: usize) {
        if let Err(problem) = self.read(record, what, parent, depth) {
            self.reading.problems.push(*problem);
        }
    }

    fn read(
        &mut self,
        record: &Record<'_>,
        what: &str,
        parent: Option<&str>,
        depth: usize,
    ) -> Result<(), Box<Diagnostic>> {
        if depth > DEEPEST {
            return Err(Box::new(
                Diagnostic::error(format!(
                    "{what}s are nested deeper than {DEEPEST} levels here"
                ))
                .at(records::spot(self.source, record))
                .help("what is below was not read"),
            ));
        }
        let members = record.members(self.source)?;
        let resource = self.resource(record, &members, what, parent)?;
        let id = resource.id.clone();
        self.reading.resources.push(resource);
        for key in ["components", "services"] {
            self.list(&members, key, &record.pointer, Some(&id), depth + 1);
        }
        Ok(())
    }

    fn resource(
        &self,
        record: &Record<'_>,
        members: &Members<'_>,
        what: &str,
        parent: Option<&str>,
    ) -> Result<Resource, Box<Diagnostic>> {
        let Some(name) = records::word(members, "name") else {
            return Err(Box::new(
                Diagnostic::error(format!("the {what} at `{}` has no `name`", record.pointer))
                    .at(records::spot(self.source, record))
                    .help("CycloneDX requires one; ask for a whole document from whoever made it"),
            ));
        };
        let is_service = what == "service";
        let kind = match records::word(members, "type").filter(|_| !is_service) {
            Some(kind) => kind,
            None => what.to_owned(),
        };
        let id = records::word(members, "bom-ref")
            .unwrap_or_else(|| format!("{}#{}", self.serial, record.pointer));
        let body = record.body(self.source, Pointer::root());
        let kind = format!("cyclonedx/{kind}");
        let mut resource = records::draft(id.clone(), kind, "cyclonedx", body);
        // References are as written, even if the name looks like that of a provider.
        resource.id = id;
        resource.scope.group = records::word(members, "group");
        resource.name = name;
        resource.provider = members
            .object("provider")
            .filter(|_| is_service)
            .and_then(|provider| records::word(&provider, "name"))
            .map_or_else(|| "cyclonedx".to_owned(), |name| name.to_lowercase());
        resource.tags = tags(members);
        resource.aliases = records::word(members, "purl").into_iter().collect();
        if is_service {
            resource.unknown = LEFT_OPEN
                .into_iter()
                .filter(|key| members.get(key).is_none_or(|part| part.get() == "null"))
                .map(|key| Pointer::parse("/properties").child(key))
                .collect();
        }
        resource.edges = parent
            .map(|parent| Edge {
                kind: Some("parent".to_owned()),
                to: parent.to_owned(),
                via: None,
            })
            .into_iter()
            .collect();
        Ok(resource)
    }
}

/// `properties` of the form `[{"name": ..., "value": ...}]`.
fn tags(members: &Members<'_>) -> BTreeMap<String, String> {
    #[derive(Deserialize)]
    struct Property {
        name: Option<String>,
        value: Option<String>,
    }
    let mut map = serde_json::Map::new();
    for part in members.items("properties").unwrap_or_default() {
        if let Ok(Property {
            name: Some(name),
            value,
        }) = serde_json::from_str(part.get())
        {
            map.entry(name)
                .or_insert_with(|| value.unwrap_or_default().into());
        }
    }
    fold_tags(Some(&serde_json::Value::Object(map)))
}

/// Adds the `dependencies` to their resources.
fn depend(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    #[derive(Deserialize)]
    struct Dependency {
        #[serde(rename = "ref")]
        from: String,
        #[serde(rename = "dependsOn", default)]
        on: Option<Vec<String>>,
    }
    let items = match source.items(top, "dependencies") {
        Ok(items) => items,
        Err(problem) => {
            reading.problems.push(*problem);
            return;
        }
    };
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in items {
        match source.parse::<Dependency>(item) {
            Ok(dependency) => of
                .entry(dependency.from)
                .or_default()
                .extend(dependency.on.unwrap_or_default()),
            Err(problem) => reading.problems.push(*problem),
        }
    }
    for resource in &mut reading.resources {
        let on = of.get(&resource.id).into_iter().flatten();
        resource.edges.extend(on.map(|to| Edge {
            kind: Some("depends_on".to_owned()),
            to: to.clone(),
            via: None,
        }));
    }
}
