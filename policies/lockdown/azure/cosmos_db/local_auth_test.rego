package onus.lockdown.azure.cosmos_db.local_auth_test

import data.onus.lockdown.azure.cosmos_db.local_auth

test_arm_account_keys_deny if {
	local_auth.deny == {{
		"message": "account keys are accepted",
		"pointer": "/properties/disableLocalAuth",
		"expected": true,
	}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"disableLocalAuth": false}, "raw": {}}
}

test_arm_without_account_keys_allows if {
	count(local_auth.deny) == 0 with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"disableLocalAuth": true}, "raw": {}}
}

test_azurerm_account_keys_deny if {
	local_auth.deny == {{
		"message": "account keys are accepted",
		"pointer": "/properties/local_authentication_enabled",
		"expected": false,
	}} with input as {"type": "azurerm_cosmosdb_account", "properties": {"local_authentication_enabled": true}}
}

test_azurerm_without_account_keys_allows if {
	count(local_auth.deny) == 0 with input as {"type": "azurerm_cosmosdb_account", "properties": {"local_authentication_enabled": false}}
}

test_azurerm_3_account_keys_deny if {
	local_auth.deny == {{
		"message": "account keys are accepted",
		"pointer": "/properties/local_authentication_disabled",
		"expected": true,
	}} with input as {"type": "azurerm_cosmosdb_account", "properties": {"local_authentication_disabled": false}}
}

test_azurerm_3_without_account_keys_allows if {
	count(local_auth.deny) == 0 with input as {"type": "azurerm_cosmosdb_account", "properties": {"local_authentication_disabled": true}}
}

test_azurerm_4_with_both_names_allows if {
	count(local_auth.deny) == 0 with input as {"type": "azurerm_cosmosdb_account", "properties": {"local_authentication_disabled": true, "local_authentication_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	local_auth.deny == {{
		"message": "account keys are accepted",
		"pointer": "/properties",
		"expected": true,
	}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {}, "raw": {}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	{finding.pointer | some finding in local_auth.deny} == {"/properties"} with input as {"type": "azurerm_cosmosdb_account", "properties": {}}
}

test_wrong_type_denies if {
	count(local_auth.deny) == 1 with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"disableLocalAuth": "true"}, "raw": {}}
}

test_azurerm_wrong_type_denies if {
	{finding.pointer | some finding in local_auth.deny} == {"/properties/local_authentication_enabled"} with input as {"type": "azurerm_cosmosdb_account", "properties": {"local_authentication_enabled": "false"}}
}

test_null_is_absent if {
	count(local_auth.deny) == 1 with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"disableLocalAuth": null}, "raw": {}}
}

test_does_not_apply_to_arm_accounts_for_mongodb if {
	not local_auth.applies with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {}, "raw": {"kind": "MongoDB"}}
}

test_does_not_apply_to_azurerm_accounts_for_mongodb if {
	not local_auth.applies with input as {"type": "azurerm_cosmosdb_account", "properties": {"kind": "MongoDB"}}
}

test_applies_to_every_other_api if {
	local_auth.applies with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"capabilities": [{"name": "EnableCassandra"}]}, "raw": {"kind": "GlobalDocumentDB"}}
}

test_applies_when_the_kind_is_not_known if {
	local_auth.applies with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {}, "raw": {}}
}
