//! Plans: the output of `terraform show -json` and `tofu show -json` for a plan file.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;

use crate::formats::description::{ConfigurationKey, Family, FormatDescription, Streaming, Syntax};
use crate::formats::terraform::common::{
    Header, TerraformResource, accepts_version, marks, resource,
};
use crate::formats::terraform::references::link;
use crate::formats::terraform::reshaped::reshaped;
use crate::formats::terraform::state::read_values;
use crate::input::Input;
use crate::json::outline::{Members, Outline};
use crate::reader::{Reader, Reading};
use crate::reshape;

/// The reader for plans.
///
/// There is one resource per entry of `resource_changes` that Terraform manages and that
/// still exists after the plan. Policies see `change.after` as `input.properties`; places
/// that `after_unknown` marks are unknown. Entries that the plan does not change are
/// deployed, all others are planned. References come from `configuration`.
pub struct TerraformPlan;

#[derive(Deserialize)]
struct Change<'t> {
    #[serde(default)]
    actions: Vec<String>,
    #[serde(borrow)]
    after: Option<&'t RawValue>,
    after_unknown: Option<Value>,
    after_sensitive: Option<Value>,
    before_sensitive: Option<Value>,
    after_identity: Option<Value>,
}

static DESCRIPTION: FormatDescription = FormatDescription {
    name: "terraform-plan",
    family: Family::Terraform,
    purpose: "Terraform and OpenTofu plans",
    made_by: "terraform plan -out=p && terraform show -json p",
    notes: "`--source DIR` names the `.tf` line of each finding. `azapi_resource`, `awscc_*` and `kubernetes_*` are evaluated as the ARM, CloudFormation and Kubernetes resources that they declare.",
    example: "terraform-plan/contoso-payments.json",
    syntax: Syntax::Json,
    streaming: Streaming::Never,
    configurations: &[
        ConfigurationKey::Object("values"),
        ConfigurationKey::Object("after"),
    ],
};

impl Reader for TerraformPlan {
    fn description(&self) -> &'static FormatDescription {
        &DESCRIPTION
    }

    fn recognizes(&self, outline: &Outline<'_>) -> bool {
        outline.object().is_some_and(|top| {
            top.has("format_version") && (top.has("resource_changes") || top.has("planned_values"))
        })
    }

    fn read(&self, source: &Input<'_>) -> Reading {
        let mut reading = Reading::default();
        let Some(top) = source.outline.object() else {
            return reading;
        };
        if !accepts_version(source, top, &mut reading) {
            return reading;
        }
        reading.problems.extend(incompleteness(source, top));
        if top
            .get("resource_changes")
            .is_none_or(|changes| changes.get() == "null")
        {
            read_planned_values(source, top, &mut reading);
            link(source, top, &mut reading);
            reshape::each(&mut reading, |resource| reshaped(source, resource));
            return reading;
        }
        let changes = match source.items(top, "resource_changes") {
            Ok(changes) => changes,
            Err(problem) => {
                reading.problems.push(*problem);
                return reading;
            }
        };
        let prefix = Pointer::parse("/resource_changes");
        for (index, record) in changes.into_iter().enumerate() {
            match read_change(source, prefix.child(index.to_string()), record) {
                Ok(Some(found)) => match resource(source, found) {
                    Ok(resource) => reading.resources.push(resource),
                    Err(problem) => reading.problems.push(*problem),
                },
                Ok(None) => {}
                Err(problem) => reading.problems.push(*problem),
            }
        }
        link(source, top, &mut reading);
        reshape::each(&mut reading, |resource| reshaped(source, resource));
        reading
    }
}

/// The resource after a change, if it still exists.
fn read_change<'t>(
    source: &Input<'_>,
    pointer: Pointer,
    record: &'t RawValue,
) -> Result<Option<TerraformResource<'t>>, Box<Diagnostic>> {
    #[derive(Deserialize)]
    struct Entry<'t> {
        #[serde(borrow)]
        change: &'t RawValue,
    }
    let header: Header = source.parse(record)?;
    if !header.is_managed() {
        return Ok(None);
    }
    let entry: Entry<'t> = source.parse(record)?;
    let change: Change<'t> = source.parse(entry.change)?;
    let only = |wanted: &[&str]| {
        !change.actions.is_empty()
            && change
                .actions
                .iter()
                .all(|action| wanted.contains(&action.as_str()))
    };
    if only(&["delete", "forget"]) {
        return Ok(None);
    }
    let properties = Pointer::parse("/properties");
    let mut unknown = marks(change.after_unknown.as_ref(), &properties);
    if change.after.is_none() && unknown.is_empty() {
        unknown.push(properties.clone());
    }
    let mut sensitive = marks(change.after_sensitive.as_ref(), &properties);
    // Policies also see the state before, as a part of `input.raw`.
    sensitive.extend(marks(
        change.before_sensitive.as_ref(),
        &Pointer::parse("/raw/change/before"),
    ));
    Ok(Some(TerraformResource {
        record,
        pointer,
        phase: if only(&["no-op"]) {
            Phase::Deployed
        } else {
            Phase::Planned
        },
        header,
        module: None,
        values: change.after,
        properties: Pointer::parse("/change/after"),
        identity: change.after_identity,
        unknown,
        sensitive,
    }))
}

/// A plan without `resource_changes`: made by hand, or shortened by a tool.
fn read_planned_values(source: &Input<'_>, top: &Members<'_>, reading: &mut Reading) {
    read_values(source, top, "planned_values", Phase::Planned, reading);
    if let Some(values) = top.get("planned_values")
        && !reading.resources.is_empty()
    {
        reading.problems.push(
            Diagnostic::error(
                "this plan has no `resource_changes`: values that are known only after apply look as if they were not set",
            )
            .at(source.spot(values))
            .help("give onus all that `terraform show -json` prints for the plan file"),
        );
    }
}

/// The plan's own statements about being incomplete.
fn incompleteness(source: &Input<'_>, top: &Members<'_>) -> Option<Diagnostic> {
    let (key, message) = if top.value("errored") == Some(true) {
        (
            "errored",
            "this plan is not whole: Terraform failed while making it",
        )
    } else if top.value("complete") == Some(false) {
        (
            "complete",
            "this plan is not whole: it leaves out changes that are put off to a later plan",
        )
    } else {
        return None;
    };
    let problem = Diagnostic::error(message).help(match key {
        "errored" => "see what `terraform plan` says, and make the plan again",
        _ => "plan without `-target` and `-exclude`; if changes still are put off, apply this plan and evaluate the next one too",
    });
    Some(match top.get(key) {
        Some(at) => problem.at(source.spot(at)),
        None => problem,
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;
    use onus_core::diagnostic::Level;

    use super::*;

    fn plan(changes: &str) -> Reading {
        reading_of(&format!(
            r#"{{"format_version": "1.2", "resource_changes": [{changes}]}}"#
        ))
    }

    fn change(address: &str, change: &str) -> String {
        format!(
            r#"{{"address": "{address}", "mode": "managed", "type": "azurerm_storage_account",
                "provider_name": "registry.terraform.io/hashicorp/azurerm", "change": {change}}}"#
        )
    }

    fn texts(pointers: &[Pointer]) -> Vec<String> {
        pointers.iter().map(Pointer::to_string).collect()
    }

    #[test]
    fn a_change_becomes_a_resource() {
        let reading = plan(&change(
            "azurerm_storage_account.a[0]",
            r#"{"actions": ["delete", "create"], "before": {"key": "x"},
                "after": {"resource_group_name": "RG", "location": "westeurope", "tags": {"owner": "me"},
                          "id": "/subscriptions/S1/resourceGroups/rg"},
                "after_unknown": {"primary": true, "rules": [{"ip": true}]},
                "before_sensitive": {"key": true}, "after_sensitive": {"tags": {"owner": true}}}"#,
        ));
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [resource] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        assert_eq!(resource.id, "azurerm_storage_account.a[0]");
        assert_eq!(resource.kind, "azurerm_storage_account");
        assert_eq!(resource.name, "a[0]");
        assert_eq!(resource.provider, "azure");
        assert_eq!(resource.location.as_deref(), Some("westeurope"));
        assert_eq!(resource.scope.group.as_deref(), Some("rg"));
        assert_eq!(resource.scope.account.as_deref(), Some("s1"));
        assert_eq!(resource.tags["owner"], "me");
        assert_eq!(resource.phase, Phase::Planned);
        assert_eq!(
            texts(&resource.unknown),
            ["/properties/primary", "/properties/rules/0/ip"]
        );
        assert_eq!(
            texts(&resource.sensitive),
            [
                "/properties/tags/owner",
                "/raw/change/before/key",
                "/tags/owner"
            ]
        );
        let native = resource
            .body
            .native(&Pointer::parse("/properties/location"));
        assert_eq!(native, Some(Pointer::parse("/change/after/location")));
        assert_eq!(resource.body.pointer.to_string(), "/resource_changes/0");
        assert!(resource.body.text().starts_with(r#"{"address""#));
    }

    #[test]
    fn deleted_resources_are_omitted() {
        let reading = plan(&format!(
            r#"{}, {}, {}, {{"address": "data.x.y", "mode": "data", "type": "x", "change": {{"actions": ["read"]}}}}"#,
            change("a.a", r#"{"actions": ["delete"], "after": null}"#),
            change("a.b", r#"{"actions": ["forget"], "after": null}"#),
            change("a.c", r#"{"actions": ["no-op"], "after": {}}"#),
        ));
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        assert_eq!(reading.resources.len(), 1);
        assert_eq!(reading.resources[0].phase, Phase::Deployed);
    }

    #[test]
    fn an_entirely_unknown_configuration_is_unknown() {
        for change_body in [
            r#"{"actions": ["create"], "after": null}"#,
            r#"{"actions": ["create"], "after": {}, "after_unknown": true}"#,
        ] {
            let reading = plan(&change("a.a", change_body));
            assert_eq!(texts(&reading.resources[0].unknown)[0], "/properties");
        }
        let reading = plan(&change(
            "a.a",
            r#"{"actions": ["create"], "after": {"tags": {"a": "b"}},
                "after_unknown": {"tags_all": true, "region": true}}"#,
        ));
        let unknown = texts(&reading.resources[0].unknown);
        assert!(unknown.contains(&"/tags".to_owned()), "{unknown:?}");
        assert!(unknown.contains(&"/location".to_owned()), "{unknown:?}");
    }

    #[test]
    fn one_bad_entry_is_one_problem() {
        let good = change("a.a", r#"{"actions": ["create"], "after": {}}"#);
        let reading = plan(&format!(r#"{{"type": "x"}}, {good}, 3"#));
        assert_eq!(reading.resources.len(), 1);
        assert_eq!(reading.problems.len(), 2);
        assert!(
            reading.problems[0]
                .message
                .contains("missing field `address`")
        );
    }

    #[test]
    fn versions_are_checked() {
        let read = |version: &str| {
            reading_of(&format!(
                r#"{{"format_version": {version}, "resource_changes": [{}]}}"#,
                change("a.a", r#"{"actions": ["create"], "after": {}}"#)
            ))
        };
        let old = read(r#""0.2""#);
        assert_eq!((old.resources.len(), old.problems.len()), (1, 1));
        assert_eq!(old.problems[0].level, Level::Warning);
        for version in [r#""2.0""#, "3", r#""x""#] {
            let new = read(version);
            assert_eq!((new.resources.len(), new.problems.len()), (0, 1));
            assert_eq!(new.problems[0].level, Level::Error);
        }
    }

    #[test]
    fn an_incomplete_plan_is_reported() {
        for (member, word) in [
            ("\"errored\": true", "failed"),
            ("\"complete\": false", "put off"),
        ] {
            let reading = reading_of(&format!(
                r#"{{"format_version": "1.2", "resource_changes": [], {member}}}"#
            ));
            assert_eq!(reading.problems[0].level, Level::Error);
            assert!(reading.problems[0].message.contains(word));
        }
    }

    #[test]
    fn planned_values_are_a_fallback_with_a_problem() {
        let reading = reading_of(
            r#"{"format_version": "1.2", "planned_values": {"root_module": {"child_modules": [{
                "address": "module.m", "resources": [{"address": "module.m.a.b", "type": "a", "values": {}}]}]}}}"#,
        );
        assert_eq!(reading.resources[0].phase, Phase::Planned);
        assert_eq!(reading.resources[0].name, "b");
        assert_eq!(
            reading.resources[0].scope.group.as_deref(),
            Some("module.m")
        );
        assert!(
            reading.problems[0]
                .message
                .contains("no `resource_changes`")
        );
        let empty =
            reading_of(r#"{"format_version": "1.2", "planned_values": {"root_module": {}}}"#);
        assert!(empty.problems.is_empty() && empty.resources.is_empty());
    }
}
