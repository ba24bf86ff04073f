package onus.lockdown.azure.kubernetes.local_accounts_test

import data.onus.lockdown.azure.kubernetes.local_accounts

test_arm_local_accounts_deny if {
	local_accounts.deny == {{
		"message": "local cluster-admin accounts are accepted",
		"pointer": "/properties/disableLocalAccounts",
		"expected": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"disableLocalAccounts": false}}
}

test_arm_without_local_accounts_allows if {
	count(local_accounts.deny) == 0 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"disableLocalAccounts": true}}
}

test_azurerm_local_accounts_deny if {
	{finding.pointer | some finding in local_accounts.deny} == {"/properties/local_account_disabled"} with input as {"type": "azurerm_kubernetes_cluster", "properties": {"local_account_disabled": false}}
}

test_azurerm_without_local_accounts_allows if {
	count(local_accounts.deny) == 0 with input as {"type": "azurerm_kubernetes_cluster", "properties": {"local_account_disabled": true}}
}

test_missing_property_takes_the_documented_default if {
	local_accounts.deny == {{
		"message": "local cluster-admin accounts are accepted",
		"pointer": "/properties",
		"expected": true,
	}} with input as {"type": "microsoft.containerservice/managedclusters", "properties": {}}
}

test_wrong_type_denies if {
	count(local_accounts.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"disableLocalAccounts": "true"}}
}

test_null_is_absent if {
	count(local_accounts.deny) == 1 with input as {"type": "microsoft.containerservice/managedclusters", "properties": {"disableLocalAccounts": null}}
}
