package onus.lockdown.azure.kubernetes.azure_rbac_test

import data.onus.lockdown.azure.kubernetes.azure_rbac

test_arm_without_entra_id_denies if {
	azure_rbac.deny == {{
		"message": "users do not sign in through Microsoft Entra ID",
		"pointer": "/properties",
		"expected": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {}}
}

test_arm_without_azure_rbac_denies if {
	azure_rbac.deny == {{
		"message": "Azure RBAC does not decide on permissions in the cluster",
		"pointer": "/properties/aadProfile/enableAzureRBAC",
		"expected": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"aadProfile": {"managed": true, "enableAzureRBAC": false}}}
}

test_arm_azure_rbac_allows if {
	count(azure_rbac.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"aadProfile": {"managed": true, "enableAzureRBAC": true}}}
}

test_azurerm_without_entra_id_denies if {
	{finding.pointer | some finding in azure_rbac.deny} == {"/properties"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"azure_active_directory_role_based_access_control": []}}
}

test_azurerm_without_azure_rbac_denies if {
	{finding.pointer | some finding in azure_rbac.deny} == {"/properties/azure_active_directory_role_based_access_control/0/azure_rbac_enabled"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"azure_active_directory_role_based_access_control": [{"azure_rbac_enabled": false}]}}
}

test_azurerm_azure_rbac_allows if {
	count(azure_rbac.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"azure_active_directory_role_based_access_control": [{"azure_rbac_enabled": true}]}}
}

test_missing_property_takes_the_documented_default if {
	azure_rbac.deny == {{
		"message": "Azure RBAC does not decide on permissions in the cluster",
		"pointer": "/properties/aadProfile",
		"expected": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"aadProfile": {"managed": true}}}
}

test_wrong_type_denies if {
	count(azure_rbac.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"aadProfile": {"enableAzureRBAC": "true"}}}
}

test_null_is_absent if {
	count(azure_rbac.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"aadProfile": null}}
}
