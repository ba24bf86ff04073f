//! Scope of a deployment: what its template is deployed to.
//!
//! A role assignment without a `scope` holds where its template is deployed. The `$schema`
//! of the template names the kind of this place.
//!
//! Source: <https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax#template-format>
//! and the pages on deployments to subscriptions, management groups and tenants.

use crate::formats::azure::arm_template::environment::{Environment, member};
use crate::formats::azure::arm_template::value::Value;
use crate::json::outline::Members;

/// The kind of place that a template is deployed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeploymentScope {
    /// A resource group.
    ResourceGroup,
    /// A subscription.
    Subscription,
    /// A management group.
    ManagementGroup,
    /// The tenant.
    Tenant,
}

impl DeploymentScope {
    /// The scope that the `$schema` of a template is for; none if it is for no known one.
    pub fn of_template(template: &Members<'_>) -> Option<Self> {
        let schema = template.text("$schema")?.to_ascii_lowercase();
        let file = schema.rsplit('/').next()?;
        Some(match file.trim_end_matches('#') {
            "deploymenttemplate.json" => Self::ResourceGroup,
            "subscriptiondeploymenttemplate.json" => Self::Subscription,
            "managementgroupdeploymenttemplate.json" => Self::ManagementGroup,
            "tenantdeploymenttemplate.json" => Self::Tenant,
            _ => return None,
        })
    }

    /// The scope of a nested deployment with this template; none if its schema and its target
    /// do not agree. `around` is the scope of the template around it.
    pub fn of_nested(
        around: Option<Self>,
        deployment: &Members<'_>,
        template: &Members<'_>,
        environment: &Environment<'_>,
    ) -> Option<Self> {
        let has = |key| {
            member(deployment, key).is_some_and(|(_, part)| environment.value(part) != Value::Null)
        };
        let is_in_group = match (has("scope"), has("resourceGroup")) {
            (true, _) => false,
            (false, true) => true,
            (false, false) => around == Some(Self::ResourceGroup) && !has("subscriptionId"),
        };
        // The schema of resource groups is also written for other scopes.
        Self::of_template(template).filter(|scope| match scope {
            Self::ResourceGroup => is_in_group,
            _ => !has("resourceGroup"),
        })
    }

    /// Its id, as far as the template tells.
    pub fn id(self) -> &'static str {
        match self {
            Self::ResourceGroup => {
                "/subscriptions/[subscription().subscriptionId]/resourceGroups/[resourceGroup().name]"
            }
            Self::Subscription => "/subscriptions/[subscription().subscriptionId]",
            Self::ManagementGroup => {
                "/providers/Microsoft.Management/managementGroups/[managementGroup().name]"
            }
            Self::Tenant => "/",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::detect::reading_of;

    fn schema(name: &str) -> String {
        format!("https://schema.management.azure.com/schemas/2019-08-01/{name}.json#")
    }

    fn template(name: &str, resources: &Value) -> Value {
        json!({"$schema": schema(name), "resources": resources})
    }

    fn assignment(more: &Value) -> Value {
        let mut assignment = json!({"type": "Microsoft.Authorization/roleAssignments",
            "apiVersion": "2022-04-01", "name": "n", "properties": {"principalType": "User"}});
        let members = assignment.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        assignment
    }

    fn nested(name: &str, target: &Value) -> Value {
        let mut deployment = json!({"type": "Microsoft.Resources/deployments", "name": "d",
            "properties": {"template": template(name, &json!([assignment(&json!({}))]))}});
        let members = deployment.as_object_mut().unwrap();
        members.extend(target.as_object().unwrap().clone());
        deployment
    }

    /// The scope in the record of the only resource of a template.
    fn scope(template: &Value) -> Value {
        let reading = reading_of(&template.to_string());
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let [resource] = reading.resources.as_slice() else {
            panic!("{reading:?}");
        };
        let record: Value = serde_json::from_str(resource.body.text()).unwrap();
        assert_eq!(
            record.pointer("/properties/principalType"),
            Some(&json!("User"))
        );
        record.get("scope").cloned().unwrap_or_default()
    }

    #[test]
    fn a_role_assignment_holds_where_its_template_is_deployed() {
        let group =
            "/subscriptions/[subscription().subscriptionId]/resourceGroups/[resourceGroup().name]";
        for (name, expected) in [
            ("deploymentTemplate", group),
            (
                "subscriptionDeploymentTemplate",
                "/subscriptions/[subscription().subscriptionId]",
            ),
            (
                "managementGroupDeploymentTemplate",
                "/providers/Microsoft.Management/managementGroups/[managementGroup().name]",
            ),
            ("tenantDeploymentTemplate", "/"),
        ] {
            let resources = json!([assignment(&json!({}))]);
            assert_eq!(scope(&template(name, &resources)), expected);
        }
        let extension = json!([assignment(
            &json!({"scope": "Microsoft.Storage/storageAccounts/s"})
        )]);
        let extension = template("subscriptionDeploymentTemplate", &extension);
        assert_eq!(scope(&extension), "Microsoft.Storage/storageAccounts/s");
    }

    #[test]
    fn a_nested_template_has_a_scope_of_its_own() {
        let (group, subscription) = ("deploymentTemplate", "subscriptionDeploymentTemplate");
        let in_group =
            "/subscriptions/[subscription().subscriptionId]/resourceGroups/[resourceGroup().name]";
        let of = |around: &str, name: &str, target: &Value| {
            scope(&template(around, &json!([nested(name, target)])))
        };
        assert_eq!(of(group, group, &json!({})), in_group);
        assert_eq!(of(group, group, &json!({"resourceGroup": "r"})), in_group);
        assert_eq!(
            of(subscription, group, &json!({"resourceGroup": "r"})),
            in_group
        );
        assert_eq!(
            of(group, subscription, &json!({"subscriptionId": "s"})),
            "/subscriptions/[subscription().subscriptionId]"
        );
        // The schema and the target do not agree.
        assert_eq!(of(subscription, group, &json!({})), json!(null));
        assert_eq!(
            of(group, group, &json!({"subscriptionId": "s"})),
            json!(null)
        );
        assert_eq!(of(group, group, &json!({"scope": "/"})), json!(null));
        assert_eq!(
            of(subscription, subscription, &json!({"resourceGroup": "r"})),
            json!(null)
        );
    }
}
