package onus.lockdown.azure.sql.transparent_data_encryption_test

import data.onus.lockdown.azure.sql.transparent_data_encryption

test_arm_unencrypted_denies if {
	transparent_data_encryption.deny == {{
		"message": "the database is not encrypted at rest",
		"pointer": "/properties/state",
		"expected": "Enabled",
	}} with input as {"properties": {"state": "Disabled"}}
}

test_arm_encrypted_allows if {
	count(transparent_data_encryption.deny) == 0 with input as {"properties": {"state": "Enabled"}}
}

test_arm_older_api_version_unencrypted_denies if {
	some finding in transparent_data_encryption.deny with input as {"properties": {"status": "Disabled"}}
	finding.pointer == "/properties/status"
}

test_arm_older_api_version_encrypted_allows if {
	count(transparent_data_encryption.deny) == 0 with input as {"properties": {"status": "Enabled"}}
}

test_azurerm_unencrypted_denies if {
	transparent_data_encryption.deny == {{
		"message": "the database is not encrypted at rest",
		"pointer": "/properties/transparent_data_encryption_enabled",
		"expected": true,
	}} with input as {
		"type": "azurerm_mssql_database",
		"properties": {"transparent_data_encryption_enabled": false},
	}
}

test_azurerm_encrypted_allows if {
	count(transparent_data_encryption.deny) == 0 with input as {
		"type": "azurerm_mssql_database",
		"properties": {"transparent_data_encryption_enabled": true},
	}
}

test_arm_missing_state_denies if {
	some finding in transparent_data_encryption.deny with input as {
		"type": "microsoft.sql/servers/databases/transparentdataencryption",
		"properties": {},
	}
	finding.pointer == "/properties"
}

test_azurerm_missing_argument_means_encrypted_and_allows if {
	count(transparent_data_encryption.deny) == 0 with input as {"type": "azurerm_mssql_database", "properties": {}}
}

test_wrong_type_denies if {
	count(transparent_data_encryption.deny) == 1 with input as {
		"type": "azurerm_mssql_database",
		"properties": {"transparent_data_encryption_enabled": "true"},
	}
}

test_null_is_absent if {
	count(transparent_data_encryption.deny) == 1 with input as {"properties": {"state": null}}
}

test_applies_to_a_user_database if {
	transparent_data_encryption.applies with input as {"id": "/subscriptions/s/resourcegroups/g/providers/microsoft.sql/servers/s/databases/orders/transparentdataencryption/current"}
}

test_applies_to_a_planned_database_without_an_id if {
	transparent_data_encryption.applies with input as {"type": "azurerm_mssql_database", "properties": {}}
}

test_does_not_apply_to_the_master_database if {
	not transparent_data_encryption.applies with input as {"id": "/subscriptions/s/resourcegroups/g/providers/microsoft.sql/servers/s/databases/master/transparentdataencryption/current"}
}
