package onus.lockdown.azure.cosmos_db.public_network_test

import data.onus.lockdown.azure.cosmos_db.public_network

test_arm_public_denies if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties/publicNetworkAccess",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"publicNetworkAccess": "Enabled"}, "raw": {}}
}

test_arm_private_allows if {
	count(public_network.deny) == 0 with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"publicNetworkAccess": "Disabled"}, "raw": {}}
}

test_azurerm_public_denies if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties/public_network_access_enabled",
		"expected": false,
	}} with input as {"type": "azurerm_cosmosdb_account", "properties": {"public_network_access_enabled": true}}
}

test_azurerm_private_allows if {
	count(public_network.deny) == 0 with input as {"type": "azurerm_cosmosdb_account", "properties": {"public_network_access_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {}, "raw": {}}
}

test_wrong_type_denies if {
	count(public_network.deny) == 1 with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"publicNetworkAccess": false}, "raw": {}}
}

test_null_is_absent if {
	count(public_network.deny) == 1 with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"publicNetworkAccess": null}, "raw": {}}
}

test_arm_perimeter_is_unknown if {
	every word in ["SecuredByPerimeter", "securedByPerimeter"] {
		public_network.deny == {{
			"message": "`publicNetworkAccess` is SecuredByPerimeter: the access rules of the perimeter decide who is let in, and they were not assessed",
			"pointer": "/properties/publicNetworkAccess",
			"expected": "Disabled",
			"unknown": true,
		}} with input as {"type": "microsoft.documentdb/databaseaccounts", "properties": {"publicNetworkAccess": word}}
	}
}
