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
