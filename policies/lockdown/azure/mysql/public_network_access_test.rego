package onus.lockdown.azure.mysql.public_network_access_test

import data.onus.lockdown.azure.mysql.public_network_access

test_arm_public_endpoint_denies if {
	public_network_access.deny == {{
		"message": "the public endpoint is on",
		"pointer": "/properties/network/publicNetworkAccess",
		"expected": "Disabled",
	}} with input as {"properties": {"network": {"publicNetworkAccess": "Enabled"}}}
}

test_arm_no_public_endpoint_allows if {
	count(public_network_access.deny) == 0 with input as {"properties": {"network": {"publicNetworkAccess": "Disabled"}}}
}

test_azurerm_public_endpoint_denies if {
	public_network_access.deny == {{
		"message": "the public endpoint is on",
		"pointer": "/properties/public_network_access",
		"expected": "Disabled",
	}} with input as {"properties": {"public_network_access": "Enabled"}}
}

test_azurerm_no_public_endpoint_allows if {
	count(public_network_access.deny) == 0 with input as {"properties": {"public_network_access": "Disabled"}}
}

test_arm_first_api_versions_public_endpoint_denies if {
	some finding in public_network_access.deny with input as {"properties": {"publicNetworkAccess": "Enabled"}}
	finding.pointer == "/properties/publicNetworkAccess"
}

test_arm_first_api_versions_no_public_endpoint_allows if {
	count(public_network_access.deny) == 0 with input as {"properties": {"publicNetworkAccess": "Disabled"}}
}

test_azurerm_3_public_endpoint_denies if {
	count(public_network_access.deny) == 1 with input as {"properties": {"public_network_access_enabled": true}}
}

test_azurerm_3_no_public_endpoint_allows if {
	count(public_network_access.deny) == 0 with input as {"properties": {"public_network_access_enabled": false}}
}

test_missing_property_means_public_and_denies if {
	some finding in public_network_access.deny with input as {"type": "microsoft.dbformysql/flexibleservers", "properties": {}}
	finding.pointer == "/properties"
	finding.expected == "Disabled"
}

test_wrong_type_denies if {
	count(public_network_access.deny) == 1 with input as {"properties": {"network": {"publicNetworkAccess": false}}}
}

test_null_is_absent if {
	count(public_network_access.deny) == 1 with input as {"properties": {"network": {"publicNetworkAccess": null}}}
}
