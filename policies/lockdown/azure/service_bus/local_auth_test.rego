package onus.lockdown.azure.service_bus.local_auth_test

import data.onus.lockdown.azure.service_bus.local_auth

test_arm_shared_access_keys_deny if {
	local_auth.deny == {{
		"message": "shared access keys are accepted",
		"pointer": "/properties/disableLocalAuth",
		"expected": true,
	}} with input as {"type": "microsoft.servicebus/namespaces", "properties": {"disableLocalAuth": false}}
}

test_arm_without_shared_access_keys_allows if {
	count(local_auth.deny) == 0 with input as {"type": "microsoft.servicebus/namespaces", "properties": {"disableLocalAuth": true}}
}

test_azurerm_shared_access_keys_deny if {
	local_auth.deny == {{
		"message": "shared access keys are accepted",
		"pointer": "/properties/local_auth_enabled",
		"expected": false,
	}} with input as {"type": "azurerm_servicebus_namespace", "properties": {"local_auth_enabled": true}}
}

test_azurerm_without_shared_access_keys_allows if {
	count(local_auth.deny) == 0 with input as {"type": "azurerm_servicebus_namespace", "properties": {"local_auth_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	local_auth.deny == {{
		"message": "shared access keys are accepted",
		"pointer": "/properties",
		"expected": true,
	}} with input as {"type": "microsoft.servicebus/namespaces", "properties": {}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	{finding.pointer | some finding in local_auth.deny} == {"/properties"} with input as {"type": "azurerm_servicebus_namespace", "properties": {}}
}

test_wrong_type_denies if {
	count(local_auth.deny) == 1 with input as {"type": "microsoft.servicebus/namespaces", "properties": {"disableLocalAuth": "true"}}
}

test_azurerm_wrong_type_denies if {
	{finding.pointer | some finding in local_auth.deny} == {"/properties/local_auth_enabled"} with input as {"type": "azurerm_servicebus_namespace", "properties": {"local_auth_enabled": "false"}}
}

test_null_is_absent if {
	count(local_auth.deny) == 1 with input as {"type": "microsoft.servicebus/namespaces", "properties": {"disableLocalAuth": null}}
}
