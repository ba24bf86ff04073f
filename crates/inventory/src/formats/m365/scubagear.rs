//! ScubaGear: `ProviderSettingsExport.json`, the settings of a Microsoft 365 tenant that
//! `Invoke-SCuBA` collects.

use serde_json::value::RawValue;

use onus_core::decision::Scope;
use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::formats::description::{Family, FormatDescription, Streaming, Syntax};
use crate::formats::m365::scubagear_commands::{SECTIONS, sections_of};
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::json::records::{Record, rows};
use crate::reader::{Reader, Reading};
use crate::resource::{Edge, Resource};

/// The reader for the settings of a tenant.
///
/// The complete document is one resource, `m365/tenant`, and each record of a section
/// with an id or a name is another one, such as `m365/conditional_access_policies`.
/// Unknown are the sections that a failed command would have filled, the sections of
/// products that were not requested, and values that ScubaGear itself writes as text such
/// as `@{inbound=True}`.
pub struct ScubaGear;

/// Sections whose records are not separate resources: the tenant itself, and tables that
/// repeat others for people.
const NO_RECORDS: [&str; 4] = [
    "cap_table_data",
    "license_information",
    "service_plans",
    "tenant_details",
];
/// The keys of ids in records, the best first.
const IDS: [&str; 4] = ["Id", "Identity", "ObjectId", "DisplayName"];

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "scubagear",
    family: Family::Microsoft365,
    purpose: "Microsoft 365, as ScubaGear exports it",
    made_by: "Invoke-SCuBA -ProductNames * (ProviderSettingsExport.json)",
    notes: "",
    example: "m365/ProviderSettingsExport.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[],
};

impl Reader for ScubaGear {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            ["baseline_version", "module_version", "tenant_details"]
                .iter()
                .all(|key| top.has(key))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading {
            is_always_flattened: true,
            ..Reading::default()
        };
        let Some(top) = source.outline.object() else {
            return reading;
        };
        let tenant = match tenant_of(source, top) {
            Ok(tenant) => tenant,
            Err(problem) => {
                reading.problems.push(*problem);
                Tenant::default()
            }
        };
        let failed = failed_commands(top);
        reading.problems.extend(failures(source, &failed));
        let document = Record {
            text: source.document.text().trim(),
            pointer: Pointer::root(),
        };
        reading.resources.push(Resource {
            unknown: unknown_sections(top, &failed),
            ..resource(source, &document, &tenant, "tenant")
        });
        for (section, part) in top.iter() {
            if NO_RECORDS.contains(&section) || !part.get().starts_with('[') {
                continue;
            }
            let Ok(records) = crate::json::outline::items(part.get()) else {
                continue;
            };
            read_section(source, &tenant, section, &records, &mut reading);
        }
        reading
    }
}

/// The tenant of the settings.
#[derive(Default)]
struct Tenant {
    id: Option<String>,
    name: Option<String>,
}

impl Tenant {
    /// The id of the tenant's record; a tenant whose id could not be read still has
    /// settings.
    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or("tenant")
    }
}

fn tenant_of(source: &Input<'_>, top: &Members<'_>) -> Result<Tenant, Box<Diagnostic>> {
    let details = source.items(top, "tenant_details")?;
    let first = match details.first() {
        Some(first) => source.members(first)?,
        None => Members::default(),
    };
    // An unreadable id is a sentence, such as `Error retrieving Tenant ID`.
    let read = |key| {
        first
            .text(key)
            .filter(|text| !text.is_empty() && !text.starts_with("Error retrieving"))
    };
    let id = read("TenantId").or_else(|| top.text("tenant_id").filter(|text| !text.is_empty()));
    if id.is_none() {
        let problem = Diagnostic::warning("the tenant's id could not be read when this was exported")
            .help("its records get ids without it; run `Invoke-SCuBA` again with permission to read the organisation");
        return Err(Box::new(match top.get("tenant_details") {
            Some(part) => problem.at(source.spot(part)),
            None => problem,
        }));
    }
    Ok(Tenant {
        id,
        name: read("DisplayName"),
    })
}

/// The failed commands, each with its place.
fn failed_commands<'t>(top: &Members<'t>) -> Vec<(String, &'t RawValue)> {
    top.iter()
        .filter(|(key, _)| key.ends_with("_unsuccessful_commands"))
        .flat_map(|(_, part)| {
            let names: Vec<String> = match serde_json::from_str(part.get()) {
                Ok(names) => names,
                // PowerShell writes a list with one item as that item.
                Err(_) => serde_json::from_str(part.get()).into_iter().collect(),
            };
            names.into_iter().map(move |name| (name, part))
        })
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

fn failures(source: &Input<'_>, failed: &[(String, &RawValue)]) -> Option<Diagnostic> {
    let (_, part) = failed.first()?;
    let mut names: Vec<String> = failed.iter().map(|(name, _)| format!("`{name}`")).collect();
    names.sort();
    names.dedup();
    Some(
        Diagnostic::warning(format!(
            "commands failed when this was exported, and what they would have read is not known: {}",
            names.join(", ")
        ))
        .at(source.spot(part))
        .help("see ScubaGear's log for the missing permission or licence, and run `Invoke-SCuBA` again"),
    )
}

/// Sections that were not collected: those that the failed commands would have filled
/// (all empty sections, if a failed command is unknown), and absent ones.
fn unknown_sections(top: &Members<'_>, failed: &[(String, &RawValue)]) -> Vec<Pointer> {
    let properties = Pointer::parse("/properties");
    let is_empty = |part: &RawValue| {
        let plain: String = part.get().split_whitespace().collect();
        matches!(plain.as_str(), "null" | "[]" | "{}" | "\"\"" | "[null]")
    };
    let mut unknown: Vec<Pointer> = SECTIONS
        .iter()
        .filter(|section| !top.has(section))
        .map(|section| properties.child(*section))
        .collect();
    for (command, _) in failed {
        match sections_of(command) {
            Some(sections) => {
                unknown.extend(sections.iter().map(|section| properties.child(*section)));
            }
            None => unknown.extend(
                top.iter()
                    .filter(|(key, part)| !key.ends_with("_commands") && is_empty(part))
                    .map(|(key, _)| properties.child(key)),
            ),
        }
    }
    unknown.sort();
    unknown.dedup();
    unknown
}

fn read_section(
    source: &Input<'_>,
    tenant: &Tenant,
    section: &str,
    records: &[&RawValue],
    reading: &mut Reading,
) {
    let mut ids = std::collections::BTreeSet::new();
    for entry in rows(records, &Pointer::root().child(section)) {
        if !entry.text.starts_with('{') {
            continue;
        }
        let members = match entry.members(source) {
            Ok(members) => members,
            Err(problem) => {
                reading.problems.push(*problem);
                continue;
            }
        };
        let own = |key: &&str| members.text(key).filter(|text| !text.is_empty());
        // A section without ids is a setting of the tenant, and is read there.
        let Some(own_id) = IDS.iter().find_map(own) else {
            continue;
        };
        let mut id = format!("{}/{section}/{own_id}", tenant.id());
        if !ids.insert(id.clone()) {
            id = format!("{id}#{}", entry.pointer.last().unwrap_or_default());
        }
        reading.resources.push(Resource {
            id,
            name: ["DisplayName", "Name"]
                .iter()
                .find_map(own)
                .unwrap_or_else(|| own_id.clone()),
            aliases: ["Id", "ObjectId", "Guid"].iter().filter_map(own).collect(),
            edges: vec![Edge {
                kind: Some("parent".to_owned()),
                to: tenant.id().to_owned(),
                via: None,
            }],
            ..resource(source, &entry, tenant, section)
        });
    }
}

fn resource(source: &Input<'_>, entry: &Record<'_>, tenant: &Tenant, section: &str) -> Resource {
    let body = entry.body(source, Pointer::root());
    let kind = format!("m365/{section}");
    Resource {
        name: tenant
            .name
            .clone()
            .unwrap_or_else(|| tenant.id().to_owned()),
        scope: Scope {
            tenant: tenant.id.clone(),
            ..Scope::default()
        },
        ..Resource::new(tenant.id().to_owned(), kind, "m365", body)
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::{reading_of, recognized_by};
    use onus_core::diagnostic::Level;

    use super::*;

    const TENANT: &str = r#"{"baseline_version": "1", "module_version": "1.8.0",
        "tenant_details": [{"TenantId": "t1", "DisplayName": "Contoso"}], "scuba_config": {},
        "conditional_access_policies": [{"Id": "p1", "DisplayName": "Block legacy", "State": "enabled"}, null],
        "meeting_policies": [{"Identity": "Global"}, {"Identity": "Global"}], "SPO_tenant": [{"SharingCapability": 1}],
        "dkim_config": [], "aad_unsuccessful_commands": [], "exo_unsuccessful_commands": ["Get-DkimSigningConfig"],
        "teams_unsuccessful_commands": "Get-CsNews", "spf_records": []}"#;

    #[test]
    fn a_tenant_is_read() {
        assert_eq!(recognized_by(TENANT), ["scubagear"]);
        let reading = reading_of(TENANT);
        let [tenant, policy, first, second] = reading.resources.as_slice() else {
            panic!("{:?}", reading.resources);
        };
        assert_eq!(
            (tenant.id.as_str(), tenant.kind.as_str()),
            ("t1", "m365/tenant")
        );
        assert_eq!(
            (tenant.name.as_str(), tenant.provider.as_str()),
            ("Contoso", "m365")
        );
        assert_eq!(tenant.scope.tenant.as_deref(), Some("t1"));
        assert_eq!(tenant.body.text(), TENANT);
        assert_eq!(policy.id, "t1/conditional_access_policies/p1");
        assert_eq!(policy.kind, "m365/conditional_access_policies");
        assert_eq!(policy.name, "Block legacy");
        assert_eq!(policy.edges[0].to, "t1");
        assert_eq!(
            policy.body.pointer.to_string(),
            "/conditional_access_policies/0"
        );
        let native = policy
            .body
            .native(&Pointer::parse("/properties/State"))
            .unwrap();
        let place = policy.body.place(&native);
        assert_eq!(place.document.slice(&place.range), "\"enabled\"");
        assert_eq!(first.id, "t1/meeting_policies/Global");
        assert_eq!(second.id, "t1/meeting_policies/Global#1");
        // One command is known, the other one is not: all empty sections are unknown.
        for section in ["dkim_config", "spf_records", "transport_config"] {
            let at = Pointer::parse("/properties").child(section);
            assert!(tenant.unknown.contains(&at), "{section}");
        }
        for section in ["conditional_access_policies", "SPO_tenant"] {
            let at = Pointer::parse("/properties").child(section);
            assert!(!tenant.unknown.contains(&at), "{section}");
        }
        let [problem] = reading.problems.as_slice() else {
            panic!("{:?}", reading.problems);
        };
        assert_eq!(problem.level, Level::Warning);
        assert!(
            problem
                .message
                .ends_with("`Get-CsNews`, `Get-DkimSigningConfig`")
        );
    }

    #[test]
    fn a_tenant_without_an_id_still_has_settings() {
        let text = TENANT.replace("\"t1\"", "\"Error retrieving Tenant ID\"");
        let reading = reading_of(&text);
        assert_eq!(
            reading.resources[1].id,
            "tenant/conditional_access_policies/p1"
        );
        assert_eq!(reading.problems.len(), 2);
        let reading = reading_of(&TENANT.replace("[{\"TenantId\"", "[3, {\"TenantId\""));
        assert_eq!(reading.resources[0].id, "tenant");
    }

    #[test]
    fn real_exports_are_read() {
        let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .join("../shared/data/m365-scubagear-export.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            return;
        };
        assert_eq!(recognized_by(&text), ["scubagear"]);
        let reading = reading_of(&text);
        assert!(reading.resources.len() > 100, "{}", reading.resources.len());
        let unknown: Vec<String> = reading.resources[0]
            .unknown
            .iter()
            .map(Pointer::to_string)
            .collect();
        assert_eq!(unknown.len(), 1, "{unknown:?}");
        assert!(unknown[0].ends_with("/direction"), "{unknown:?}");
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    }
}
