//! Modules of an ARM template: what one module puts out is what another one gets.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, text};

/// The deployment of a module, as Bicep compiles it.
fn module(name: &str, parameters: &Value, template: &Value) -> Value {
    json!({
        "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": name,
        "resourceGroup": "[parameters('group')]",
        "properties": {
            "expressionEvaluationOptions": {"scope": "inner"}, "mode": "Incremental",
            "parameters": parameters, "template": template,
        },
    })
}

/// The status of AZ-VM-006 for a machine in one module, whose network interface is in a subnet of
/// another module.
fn status(output: &str, scope: &str) -> String {
    let group = json!({"id": "[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]"});
    let subnet = json!({"name": "s", "properties": {"networkSecurityGroup": group}});
    let network = json!({
        "resources": [
            {"type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-04-01", "name": "nsg", "properties": {}},
            {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-04-01", "name": "v", "properties": {"subnets": [subnet]}},
        ],
        "outputs": {"subnet": {"type": "string", "value": output}},
    });
    let machine = json!({
        "parameters": {"subnet": {"type": "string"}},
        "resources": [
            {"type": "Microsoft.Network/networkInterfaces", "apiVersion": "2023-04-01", "name": "nic",
             "properties": {"ipConfigurations": [{"name": "i", "properties": {"subnet": {"id": "[parameters('subnet')]"}}}]}},
            {"type": "Microsoft.Compute/virtualMachines", "apiVersion": "2023-03-01", "name": "vm",
             "properties": {"networkProfile": {"networkInterfaces": [{"id": "[resourceId('Microsoft.Network/networkInterfaces', 'nic')]"}]}}},
        ],
    });
    let id = format!("extensionResourceId({scope}, 'Microsoft.Resources/deployments', 'network')");
    let given = json!({"subnet": {"value": format!("[reference({id}, '2022-09-01').outputs.subnet.value]")}});
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
        "contentVersion": "1.0.0.0", "parameters": {"group": {"type": "string"}},
        "resources": [module("network", &json!({}), &network), module("machine", &given, &machine)],
    });
    let sandbox = Sandbox::with("t.json", template.to_string());
    let (_, decisions) = sandbox.decide(&["t.json", "--select", "AZ-VM-006"]);
    text(&decisions[0], "/status")
}

#[test]
fn an_output_of_another_module_leads_to_its_resource() {
    let subnet = "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's')]";
    let scope = "format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, parameters('group'))";
    assert_eq!(status(subnet, scope), "satisfied");
    // Another group's module, and a subnet of another group.
    assert_eq!(status(subnet, "subscription().id"), "unknown");
    let other = "[resourceId('other', 'Microsoft.Network/virtualNetworks/subnets', 'v', 's')]";
    assert_eq!(status(other, scope), "unknown");
}
