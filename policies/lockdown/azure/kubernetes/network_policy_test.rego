package onus.lockdown.azure.kubernetes.network_policy_test

import data.onus.lockdown.azure.kubernetes.network_policy

test_arm_without_engine_denies if {
	network_policy.deny == {{
		"message": "no engine enforces network policies between pods",
		"pointer": "/properties/networkProfile",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPlugin": "kubenet"}}}
}

test_arm_engine_none_denies if {
	network_policy.deny == {{
		"message": "no engine enforces network policies between pods",
		"pointer": "/properties/networkProfile/networkPolicy",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPlugin": "azure", "networkPolicy": "none"}}}
}

test_arm_calico_allows if {
	count(network_policy.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPlugin": "azure", "networkPolicy": "calico"}}}
}

test_arm_cilium_allows if {
	count(network_policy.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPlugin": "azure", "networkPolicy": "cilium"}}}
}

test_arm_own_plugin_is_unknown if {
	network_policy.deny == {{
		"message": "the network plugin is the customer's own, and Azure does not record whether it enforces network policies",
		"pointer": "/properties/networkProfile/networkPlugin",
		"unknown": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPlugin": "none"}}}
}

test_arm_own_plugin_with_an_engine_allows if {
	count(network_policy.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPlugin": "none", "networkPolicy": "cilium"}}}
}

test_azurerm_own_plugin_is_unknown if {
	network_policy.deny == {{
		"message": "the network plugin is the customer's own, and Azure does not record whether it enforces network policies",
		"pointer": "/properties/network_profile/0/network_plugin",
		"unknown": true,
	}} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"network_profile": [{"network_plugin": "none", "network_policy": null}]}}
}

test_azurerm_engine_of_the_wrong_type_denies if {
	{finding.pointer | some finding in network_policy.deny} == {"/properties/network_profile/0/network_policy"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"network_profile": [{"network_policy": true}]}}
}

test_azurerm_without_engine_denies if {
	{finding.pointer | some finding in network_policy.deny} == {"/properties/network_profile/0"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"network_profile": [{"network_plugin": "azure"}]}}
}

test_azurerm_azure_engine_allows if {
	count(network_policy.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"network_profile": [{"network_plugin": "azure", "network_policy": "azure"}]}}
}

test_missing_property_takes_the_documented_default if {
	network_policy.deny == {{
		"message": "no engine enforces network policies between pods",
		"pointer": "/properties",
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {}}
}

test_wrong_type_denies if {
	count(network_policy.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPolicy": true}}}
}

test_null_is_absent if {
	count(network_policy.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"networkProfile": {"networkPolicy": null}}}
}
