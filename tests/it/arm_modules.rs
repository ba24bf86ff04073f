//! Modules of an ARM template: the outputs of one module are the parameters of another.

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

/// The status of AZ-VM-006 for a machine in one module, with a network interface in a subnet of
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

#[test]
fn rules_that_a_loop_makes_are_evaluated_where_they_are_written() {
    let template = r#"{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {"ports": {"type": "array", "defaultValue": ["443", "PORT"]}},
  "resources": [
    {"type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-04-01",
     "name": "[format('nsg-{0}', copyIndex())]", "copy": {"name": "groups", "count": 2},
     "properties": {"copy": [{"name": "securityRules", "count": "[length(parameters('ports'))]", "input": {
       "name": "[format('rule-{0}', copyIndex('securityRules'))]",
       "properties": {
         "access": "Allow", "direction": "Inbound", "protocol": "Tcp", "sourceAddressPrefix": "*",
         "sourcePortRange": "*", "destinationAddressPrefix": "*",
         "priority": "[add(100, copyIndex('securityRules'))]",
         "destinationPortRange": "[parameters('ports')[copyIndex('securityRules')]]"}}}]}}
  ]
}"#;
    let decided = |port: &str| {
        let sandbox = Sandbox::with("t.json", template.replace("PORT", port));
        let (_, decisions) = sandbox.decide(&["t.json", "--select", "AZ-NSG-001"]);
        let of = |decision: &Value| {
            let line = decision.pointer("/findings/0/line").and_then(Value::as_u64);
            let name = text(decision, "/resource/name");
            (name, text(decision, "/status"), line)
        };
        decisions.iter().map(of).collect::<Vec<_>>()
    };
    let all = |status: &str, line| {
        ["nsg-0", "nsg-1"].map(|name| (name.to_owned(), status.to_owned(), line))
    };
    assert_eq!(decided("8080"), all("satisfied", None));
    let [(_, status, line), other] = <[_; 2]>::try_from(decided("22")).unwrap();
    assert_eq!(
        (status.as_str(), other.1.as_str()),
        ("violated", "violated")
    );
    // The rule starts at the loop's input.
    assert!((8..=14).contains(&line.unwrap()), "{line:?}");
}
