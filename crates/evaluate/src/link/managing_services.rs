//! Services that run machines for the customer: AKS, Azure Databricks, managed applications
//! and Azure Red Hat OpenShift keep them in a resource group of their own. The service's
//! record names the group, or the group's record names the service.

use std::collections::HashMap;

use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;
use onus_inventory::Resource;
use onus_policy::engine::Value;

use crate::link::graph::Graph;

/// What a machine calls the record that says which service runs it.
const MANAGED_BY: &str = "managed_by";

/// Whether records of this type can name a resource group that a service owns.
pub fn can_manage(kind: &str) -> bool {
    managed_group_place(kind).is_some()
}

/// Where a record names the group; for the group itself, where it names the service. The
/// properties are those of <https://learn.microsoft.com/azure/templates/> and
/// <https://learn.microsoft.com/rest/api/resources/resource-groups/get>.
fn managed_group_place(kind: &str) -> Option<&'static str> {
    match kind {
        "microsoft.containerservice/managedclusters" => Some("/properties/nodeResourceGroup"),
        "microsoft.databricks/workspaces" | "microsoft.solutions/applications" => {
            Some("/properties/managedResourceGroupId")
        }
        "microsoft.redhatopenshift/openshiftclusters" => {
            Some("/properties/clusterProfile/resourceGroupId")
        }
        "microsoft.resources/subscriptions/resourcegroups" => Some("/managedBy"),
        _ => None,
    }
}

/// The id, in lower case, of the resource group that a deployed service owns by this record.
pub fn managed_group(resource: &Resource, record: &Value) -> Option<String> {
    if resource.phase != Phase::Deployed {
        return None;
    }
    let found = record.at(&Pointer::parse(managed_group_place(&resource.kind)?))?;
    let text = found.as_str().filter(|text| !text.is_empty())?;
    let group = match resource.kind.as_str() {
        "microsoft.containerservice/managedclusters" => {
            let account = resource.scope.account.as_deref()?;
            format!("/subscriptions/{account}/resourcegroups/{text}")
        }
        "microsoft.resources/subscriptions/resourcegroups" => resource.id.clone(),
        _ => text.trim_end_matches('/').to_owned(),
    };
    Some(group.to_ascii_lowercase())
}

/// The id, in lower case, of the resource group of a deployed machine.
pub fn group_of_machine(resource: &Resource) -> Option<String> {
    let is_machine = matches!(
        resource.kind.as_str(),
        "microsoft.compute/virtualmachines" | "microsoft.compute/virtualmachinescalesets"
    );
    if !is_machine || resource.phase != Phase::Deployed {
        return None;
    }
    let id = resource.id.to_ascii_lowercase();
    let (group, _) = id.split_once("/providers/")?;
    Some(group.to_owned())
}

/// Joins machines with the records that name their resource group; `groups` holds the
/// nodes of these records.
pub fn join_machines(graph: &mut Graph, resources: &[Resource], groups: &[(String, usize)]) {
    let mut by_group: HashMap<&str, Vec<usize>> = HashMap::new();
    for (group, node) in groups {
        by_group.entry(group).or_default().push(*node);
    }
    if by_group.is_empty() {
        return;
    }
    for (number, resource) in resources.iter().enumerate() {
        let Some(group) = group_of_machine(resource) else {
            continue;
        };
        for node in by_group.get(group.as_str()).into_iter().flatten() {
            graph.link(number, *node, Some(MANAGED_BY.to_owned()), true);
        }
    }
}
