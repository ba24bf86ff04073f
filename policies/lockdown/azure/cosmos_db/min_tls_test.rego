package onus.lockdown.azure.cosmos_db.min_tls_test

import data.onus.lockdown.azure.cosmos_db.min_tls

test_arm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimalTlsVersion",
		"expected": "Tls12",
	}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"minimalTlsVersion": "Tls11"}, "raw": {}}
}

test_arm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"minimalTlsVersion": "Tls12"}, "raw": {}}
}

test_azurerm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimal_tls_version",
		"expected": "Tls12",
	}} with input as {"type": "azurerm_cosmosdb_account", "properties": {"minimal_tls_version": "Tls11"}}
}

test_azurerm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_cosmosdb_account", "properties": {"minimal_tls_version": "Tls12"}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_cosmosdb_account", "properties": {}}
}

test_arm_missing_property_is_unknown if {
	min_tls.deny == {{
		"message": "minimalTlsVersion was not collected: read it with API version 2022-11-15 or later, or set it",
		"pointer": "/properties",
		"expected": "Tls12",
		"unknown": true,
	}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {}, "raw": {}}
}

test_wrong_type_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimalTlsVersion",
		"expected": "Tls12",
	}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"minimalTlsVersion": 1.2}, "raw": {}}
}

test_null_is_absent if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"minimalTlsVersion": null}, "raw": {}}
}

test_template_takes_the_documented_default if {
	every version in ["2015-04-08", "2022-11-15", "2023-04-15", "2026-03-15", "2026-04-01-preview"] {
		count(min_tls.deny) == 0 with input as {"type": "microsoft.documentdb/databaseaccounts", "phase": "template", "properties": {}, "raw": {"apiVersion": version}}
	}
	count(min_tls.deny) == 1 with input as {"type": "microsoft.documentdb/databaseaccounts", "phase": "template", "properties": {"minimalTlsVersion": "Tls11"}, "raw": {"apiVersion": "2023-04-15"}}
}
