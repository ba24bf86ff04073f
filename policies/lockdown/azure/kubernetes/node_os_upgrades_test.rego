package onus.lockdown.azure.kubernetes.node_os_upgrades_test

import data.onus.lockdown.azure.kubernetes.node_os_upgrades

test_arm_channel_none_denies if {
	node_os_upgrades.deny == {{
		"message": "AKS does not apply patches to the operating system of the nodes",
		"pointer": "/properties/autoUpgradeProfile/nodeOSUpgradeChannel",
		"expected": "NodeImage",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "None"}}}
}

test_arm_channel_unmanaged_denies if {
	count(node_os_upgrades.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "Unmanaged"}}}
}

test_arm_channel_node_image_allows if {
	count(node_os_upgrades.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "NodeImage"}}}
}

test_arm_channel_security_patch_allows if {
	count(node_os_upgrades.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "SecurityPatch"}}}
}

test_arm_cluster_channel_node_image_allows if {
	count(node_os_upgrades.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"upgradeChannel": "node-image"}}}
}

test_arm_cluster_channel_does_not_excuse_none if {
	count(node_os_upgrades.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "None", "upgradeChannel": "node-image"}}}
}

test_azurerm_channel_none_denies if {
	{finding.pointer | some finding in node_os_upgrades.deny} == {"/properties/node_os_upgrade_channel"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"node_os_upgrade_channel": "None"}}
}

test_azurerm_channel_node_image_allows if {
	count(node_os_upgrades.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"node_os_upgrade_channel": "NodeImage"}}
}

test_azurerm_3_channel_none_denies if {
	{finding.pointer | some finding in node_os_upgrades.deny} == {"/properties/node_os_channel_upgrade"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"node_os_channel_upgrade": "None"}}
}

test_azurerm_3_channel_node_image_allows if {
	count(node_os_upgrades.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"node_os_channel_upgrade": "NodeImage"}}
}

test_azurerm_3_cluster_channel_node_image_allows if {
	count(node_os_upgrades.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"automatic_channel_upgrade": "node-image"}}
}

test_missing_property_is_unknown_as_defaults_differ if {
	node_os_upgrades.deny == {{
		"message": "nodeOSUpgradeChannel was not collected, and its default depends on when the cluster was created: read it with API version 2023-06-01 or later, or set it",
		"pointer": "/properties",
		"expected": "NodeImage",
		"unknown": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {}}
}

test_wrong_type_denies if {
	node_os_upgrades.deny == {{
		"message": "AKS does not apply patches to the operating system of the nodes",
		"pointer": "/properties/autoUpgradeProfile/nodeOSUpgradeChannel",
		"expected": "NodeImage",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": true}}}
}

test_null_is_absent if {
	node_os_upgrades.deny == {{
		"message": "nodeOSUpgradeChannel was not collected, and its default depends on when the cluster was created: read it with API version 2023-06-01 or later, or set it",
		"pointer": "/properties/autoUpgradeProfile",
		"expected": "NodeImage",
		"unknown": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"autoUpgradeProfile": {"nodeOSUpgradeChannel": null}}}
}

template(version, properties) := {
	"type": "microsoft.containerservice/managedclusters",
	"phase": "template",
	"raw": {"apiVersion": version},
	"properties": properties,
}

statuses(findings) := {object.get(finding, "unknown", false) | some finding in findings}

test_default_of_a_template_since_2023_06_01_allows if {
	every version in ["2023-06-01", "2023-08-01", "2024-02-01", "2025-10-01"] {
		every properties in [{}, {"autoUpgradeProfile": {}}, {"autoUpgradeProfile": {"nodeOSUpgradeChannel": null}}, {"autoUpgradeProfile": null}] {
			count(node_os_upgrades.deny) == 0 with input as template(version, properties)
		}
	}
}

test_default_of_an_older_template_denies if {
	every version in ["2020-01-01", "2022-04-01", "2023-05-01", "2023-05-02-preview"] {
		statuses(node_os_upgrades.deny) == {false} with input as template(version, {})
	}
	{finding.pointer | some finding in node_os_upgrades.deny} == {"/properties/autoUpgradeProfile"} with input as template("2022-04-01", {"autoUpgradeProfile": {"upgradeChannel": "stable"}})
}

test_older_template_with_the_cluster_channel_node_image_allows if {
	count(node_os_upgrades.deny) == 0 with input as template("2022-04-01", {"autoUpgradeProfile": {"upgradeChannel": "node-image"}})
}

test_default_of_a_preview_is_unknown if {
	every version in ["2023-06-02-preview", "2024-05-02-preview", "2025-09-02-preview"] {
		statuses(node_os_upgrades.deny) == {true} with input as template(version, {})
	}
}

test_template_that_sets_the_channel_is_decided_by_it if {
	statuses(node_os_upgrades.deny) == {false} with input as template("2024-02-01", {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "None"}})
	count(node_os_upgrades.deny) == 0 with input as template("2022-04-01", {"autoUpgradeProfile": {"nodeOSUpgradeChannel": "NodeImage"}})
}

test_export_and_existing_resource_have_no_default if {
	every base in [{"phase": "deployed"}, {"phase": "planned"}, {"raw": {"existing": true, "apiVersion": "2024-02-01"}}, {"raw": {"apiVersion": "[parameters('v')]"}}] {
		statuses(node_os_upgrades.deny) == {true} with input as object.union(template("2024-02-01", {}), base)
	}
}
