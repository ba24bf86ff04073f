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

database(phase, properties) := {"id": "/x/providers/microsoft.sql/servers/s/databases/orders", "type": "microsoft.sql/servers/databases", "phase": phase, "properties": properties, "raw": {"apiVersion": "2023-08-01"}, "related": {"children": {}}}

below := {"type": "microsoft.sql/servers/databases/transparentdataencryption", "properties": {"state": "Disabled"}}

test_export_without_the_encryption_is_unknown if {
	transparent_data_encryption.deny == {{
		"message": "the inventory does not have the `transparentDataEncryption` of the database, so its encryption at rest is not known",
		"pointer": "/properties",
		"expected": "Enabled",
		"unknown": true,
	}} with input as database("deployed", {"status": "Online"})
	transparent_data_encryption.applies with input as database("deployed", {})
}

test_encryption_below_the_database_is_decided_by_itself if {
	not transparent_data_encryption.applies with input as object.union(database("deployed", {}), {"related": {"children": {"microsoft.sql/servers/databases/transparentdataencryption": [below]}}})
	not transparent_data_encryption.applies with input as object.union(database("template", {}), {"related": {"children": {"microsoft.sql/servers/databases/transparentdataencryption": [below]}}})
	transparent_data_encryption.applies with input as object.union(below, {"id": "/x/databases/orders/transparentdataencryption/current", "related": {"children": {}}})
}

test_new_database_of_a_template_is_encrypted if {
	every properties in [{}, {"createMode": "Default"}, {"collation": "SQL_Latin1_General_CP1_CI_AS"}, {"edition": "Basic"}, {"requestedServiceObjectiveName": "S0"}] {
		count(transparent_data_encryption.deny) == 0 with input as database("template", properties)
	}
}

test_copies_and_dedicated_pools_of_a_template_are_unknown if {
	every properties in [{"createMode": "Copy"}, {"createMode": "PointInTimeRestore"}, {"createMode": "Secondary"}, {"edition": "DataWarehouse"}, {"requestedServiceObjectiveName": "DW100c"}] {
		[finding.unknown | some finding in transparent_data_encryption.deny] == [true] with input as database("template", properties)
	}
	[finding.unknown | some finding in transparent_data_encryption.deny] == [true] with input as object.union(database("template", {}), {"raw": {"sku": {"name": "DW200c"}}})
}

test_the_master_database_itself_is_not_asked if {
	not transparent_data_encryption.applies with input as {"id": "/x/providers/microsoft.sql/servers/s/databases/master", "type": "microsoft.sql/servers/databases", "properties": {}}
	transparent_data_encryption.applies with input as {"id": "/x/providers/microsoft.sql/servers/s/databases/mastership", "type": "microsoft.sql/servers/databases", "properties": {}}
}
