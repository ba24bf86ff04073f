package onus.lockdown.azure.sql.public_network_access_test

import data.onus.lockdown.azure.sql.public_network_access

test_arm_public_endpoint_denies if {
	public_network_access.deny == {{
		"message": "the public endpoint is on",
		"pointer": "/properties/publicNetworkAccess",
		"expected": "Disabled",
	}} with input as {"properties": {"publicNetworkAccess": "Enabled"}}
}

test_arm_no_public_endpoint_allows if {
	count(public_network_access.deny) == 0 with input as {"properties": {"publicNetworkAccess": "Disabled"}}
}

test_azurerm_public_endpoint_denies if {
	public_network_access.deny == {{
		"message": "the public endpoint is on",
		"pointer": "/properties/public_network_access_enabled",
		"expected": false,
	}} with input as {"properties": {"public_network_access_enabled": true}}
}

test_azurerm_no_public_endpoint_allows if {
	count(public_network_access.deny) == 0 with input as {"properties": {"public_network_access_enabled": false}}
}

test_arm_perimeter_is_unknown if {
	every word in ["SecuredByPerimeter", "securedByPerimeter"] {
		public_network_access.deny == {{
			"message": "`publicNetworkAccess` is SecuredByPerimeter: the access rules of the perimeter decide who is let in, and they were not assessed",
			"pointer": "/properties/publicNetworkAccess",
			"expected": "Disabled",
			"unknown": true,
		}} with input as {"type": "microsoft.sql/servers", "properties": {"publicNetworkAccess": word}}
	}
}

test_azurerm_wrong_type_denies if {
	count(public_network_access.deny) == 1 with input as {"properties": {"public_network_access_enabled": "Disabled"}}
}

test_azurerm_missing_argument_means_public_and_denies if {
	some finding in public_network_access.deny with input as {"type": "azurerm_mssql_server", "properties": {}}
	finding.expected == false
}

test_missing_property_means_public_and_denies if {
	some finding in public_network_access.deny with input as {"type": "microsoft.sql/servers", "properties": {}}
	finding.pointer == "/properties"
	finding.expected == "Disabled"
}

test_wrong_type_denies if {
	count(public_network_access.deny) == 1 with input as {"properties": {"publicNetworkAccess": false}}
}

test_null_is_absent if {
	count(public_network_access.deny) == 1 with input as {"properties": {"publicNetworkAccess": null}}
}
