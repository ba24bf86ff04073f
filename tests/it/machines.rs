//! Machines that a service runs, and machines whose patches wait for a schedule.

use serde_json::{Value as Json, json};

use crate::sandbox::Sandbox;

const SUBSCRIPTION: &str = "/subscriptions/11111111-0000-4000-8000-000000000001";

/// A resource of a Resource Graph export.
fn resource(group: &str, kind: &str, name: &str, properties: &Json) -> Json {
    json!({
        "id": format!("{SUBSCRIPTION}/resourceGroups/{group}/providers/{kind}/{name}"),
        "type": kind.to_lowercase(), "name": name, "location": "westeurope", "resourceGroup": group,
        "subscriptionId": "11111111-0000-4000-8000-000000000001", "tags": {"owner": "web"},
        "properties": properties,
    })
}

fn node_pool(group: &str, name: &str) -> Json {
    let profile = json!({
        "storageProfile": {"osDisk": {"osType": "Linux", "createOption": "FromImage"}},
        "osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": true}},
    });
    let properties = json!({"orchestrationMode": "Uniform", "virtualMachineProfile": profile});
    let mut found = resource(
        group,
        "Microsoft.Compute/virtualMachineScaleSets",
        name,
        &properties,
    );
    found["tags"] = json!({"aks-managed-poolName": "nodepool1"});
    found
}

fn with_image(mut pool: Json, image: Json) -> Json {
    pool["properties"]["virtualMachineProfile"]["storageProfile"]["imageReference"] = image;
    pool
}

fn cluster(nodes: &str) -> Json {
    let properties = json!({"nodeResourceGroup": nodes});
    let kind = "Microsoft.ContainerService/managedClusters";
    resource("rg-a", kind, "aks1", &properties)
}

fn resource_group(name: &str, managed_by: &Json) -> Json {
    json!({
        "id": format!("{SUBSCRIPTION}/resourceGroups/{name}"),
        "type": "microsoft.resources/subscriptions/resourcegroups", "name": name,
        "subscriptionId": "11111111-0000-4000-8000-000000000001", "managedBy": managed_by,
        "properties": {"provisioningState": "Succeeded"},
    })
}

/// The statuses of a control in an export of these resources.
fn decided(control: &str, resources: &[Json]) -> Vec<String> {
    let count = resources.len();
    let export =
        json!({"count": count, "total_records": count, "skip_token": null, "data": resources})
            .to_string();
    statuses(control, "estate.json", &export)
}

fn statuses(control: &str, name: &str, text: &str) -> Vec<String> {
    let sandbox = Sandbox::new().file(name, text);
    let (_, decisions) = sandbox.decide(&[name, "--select", control]);
    let status = |decision: &Json| decision["status"].as_str().unwrap_or_default().to_owned();
    decisions.iter().map(status).collect()
}

#[test]
fn machines_in_the_group_of_a_service_are_not_assessed() {
    let pool = || node_pool("rg-nodes", "aks-nodepool1-12345678-vmss");
    let gallery = "/subscriptions/109a5e88-712a-48ae-9078-9ca8b3c81345/resourceGroups/AKS-Ubuntu/providers/Microsoft.Compute/galleries/AKSUbuntu/images/2204gen2containerd/versions/202411.01.0";
    let named = with_image(
        node_pool("MC_rg-a_aks1_westeurope", "aks-nodepool1-12345678-vmss"),
        json!({"id": gallery}),
    );
    let workspace = json!(format!(
        "{SUBSCRIPTION}/resourceGroups/rg-a/providers/Microsoft.Databricks/workspaces/w"
    ));
    for resources in [
        vec![named],
        vec![pool(), cluster("RG-nodes")],
        vec![cluster("other"), node_pool("other", "akswin1")],
        vec![
            node_pool("rg-nodes", "workers"),
            resource_group("rg-nodes", &workspace),
        ],
        vec![
            node_pool("rg-nodes", "workers"),
            resource(
                "rg-a",
                "Microsoft.Solutions/applications",
                "app",
                &json!({"managedResourceGroupId": format!("{SUBSCRIPTION}/resourceGroups/rg-nodes")}),
            ),
        ],
    ] {
        // One of the customer's next to them: the only one with decisions.
        let resources = [resources, vec![node_pool("rg-web", "web")]].concat();
        assert_eq!(
            decided("AZ-VMSS-001", &resources),
            ["violated"],
            "{resources:?}"
        );
    }
}

#[test]
fn machines_of_the_customer_are_assessed_whatever_their_tags_and_names() {
    let pool = || node_pool("rg-nodes", "aks-nodepool1-12345678-vmss");
    for resources in [
        vec![pool()],
        vec![pool(), cluster("elsewhere")],
        vec![pool(), resource_group("rg-nodes", &json!(null))],
        vec![pool(), resource_group("rg-nodes", &json!(""))],
        vec![node_pool("rg-nodes", "web"), cluster("rg-nodes")],
        vec![node_pool("MC_rg-a_aks1_westeurope", "web")],
        vec![node_pool(
            "MC_rg-a_aks1_westeurope",
            "aks-nodepool1-12345678-vmss",
        )],
        vec![with_image(
            node_pool("MC_rg-a_aks1_westeurope", "aks-nodepool1-12345678-vmss"),
            json!({"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}),
        )],
    ] {
        assert_eq!(
            decided("AZ-VMSS-001", &resources),
            ["violated"],
            "{resources:?}"
        );
    }
}

/// A machine that the platform patches, unless it waits for a schedule.
fn machine(bypass: &Json) -> Json {
    let settings = json!({"bypassPlatformSafetyChecksOnUserSchedule": bypass});
    let patches =
        json!({"patchMode": "AutomaticByPlatform", "automaticByPlatformSettings": settings});
    let properties = json!({
        "storageProfile": {"osDisk": {"osType": "Linux", "createOption": "FromImage"}},
        "osProfile": {"linuxConfiguration": {"patchSettings": patches}},
    });
    resource(
        "rg-a",
        "Microsoft.Compute/virtualMachines",
        "v1",
        &properties,
    )
}

fn assignment() -> Json {
    let configuration = format!(
        "{SUBSCRIPTION}/resourceGroups/rg-a/providers/Microsoft.Maintenance/maintenanceConfigurations/weekly"
    );
    resource(
        "rg-a",
        "Microsoft.Compute/virtualMachines/v1/providers/Microsoft.Maintenance/configurationAssignments",
        "weekly",
        &json!({"maintenanceConfigurationId": configuration}),
    )
}

fn schedule(scope: &str) -> Json {
    resource(
        "rg-a",
        "Microsoft.Maintenance/maintenanceConfigurations",
        "weekly",
        &json!({"maintenanceScope": scope}),
    )
}

#[test]
fn patches_that_wait_for_a_schedule_need_one() {
    let mut assignment = assignment();
    assignment["type"] = json!("microsoft.maintenance/configurationassignments");
    let (on, off) = (json!(true), json!(false));
    for (resources, expected) in [
        (vec![machine(&on)], "unknown"),
        (vec![machine(&off)], "satisfied"),
        (vec![machine(&on), assignment.clone()], "satisfied"),
        (
            vec![machine(&on), assignment.clone(), schedule("InGuestPatch")],
            "satisfied",
        ),
        (
            vec![machine(&on), assignment.clone(), schedule("Host")],
            "unknown",
        ),
        (
            vec![machine(&off), assignment.clone(), schedule("InGuestPatch")],
            "violated",
        ),
        (
            vec![machine(&off), assignment.clone(), schedule("Host")],
            "satisfied",
        ),
        (vec![machine(&off), assignment], "unknown"),
    ] {
        assert_eq!(
            decided("AZ-VM-003", &resources),
            [expected],
            "{resources:?}"
        );
    }
}

/// Tags that a template takes from a parameter don't matter: only deployed machines can
/// be a service's.
#[test]
fn machines_of_templates_are_decided_whatever_their_tags() {
    let properties = json!({
        "storageProfile": {"osDisk": {"createOption": "FromImage"}},
        "osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": false}},
    });
    let machine = json!({
        "type": "Microsoft.Compute/virtualMachines", "apiVersion": "2023-09-01", "name": "v",
        "location": "westeurope", "tags": "[parameters('tags')]", "properties": properties,
    });
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0", "parameters": {"tags": {"type": "object"}},
        "resources": [machine],
    })
    .to_string();
    for control in ["AZ-VM-001", "AZ-VM-002", "AZ-VM-003", "AZ-VM-004"] {
        assert_eq!(
            statuses(control, "main.json", &template),
            ["violated"],
            "{control}"
        );
    }
}

#[test]
fn older_workloads_are_selected_by_network_policies() {
    for (api, kind) in [
        ("apps/v1beta1", "Deployment"),
        ("extensions/v1beta1", "DaemonSet"),
        ("apps.openshift.io/v1", "DeploymentConfig"),
        ("argoproj.io/v1alpha1", "Rollout"),
    ] {
        for (app, expected) in [("web", "satisfied"), ("api", "violated")] {
            let text = format!(
                "apiVersion: {api}\nkind: {kind}\nmetadata: {{name: web, namespace: shop}}\nspec:\n  template:\n    metadata: {{labels: {{app: {app}}}}}\n    spec: {{containers: [{{name: a, image: \"nginx:1.27\"}}]}}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: d, namespace: shop}}\nspec: {{podSelector: {{matchLabels: {{app: web}}}}}}\n"
            );
            assert_eq!(
                statuses("K8S-NETPOL-001", "shop.yaml", &text),
                [expected],
                "{api} {kind}"
            );
        }
    }
}
