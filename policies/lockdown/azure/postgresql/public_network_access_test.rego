package onus.lockdown.azure.postgresql.public_network_access_test

import data.onus.lockdown.azure.postgresql.public_network_access

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
		"pointer": "/properties/public_network_access_enabled",
		"expected": false,
	}} with input as {"properties": {"public_network_access_enabled": true}}
}

test_azurerm_no_public_endpoint_allows if {
	count(public_network_access.deny) == 0 with input as {"properties": {"public_network_access_enabled": false}}
}

test_azurerm_wrong_type_denies if {
	count(public_network_access.deny) == 1 with input as {"properties": {"public_network_access_enabled": "Disabled"}}
}

test_azurerm_missing_argument_means_public_and_denies if {
	some finding in public_network_access.deny with input as {"type": "azurerm_postgresql_flexible_server", "properties": {}}
	finding.expected == false
}

test_missing_property_means_public_and_denies if {
	some finding in public_network_access.deny with input as {"type": "microsoft.dbforpostgresql/flexibleservers", "properties": {}}
	finding.pointer == "/properties"
	finding.expected == "Disabled"
}

test_wrong_type_denies if {
	count(public_network_access.deny) == 1 with input as {"properties": {"network": {"publicNetworkAccess": false}}}
}

test_null_is_absent if {
	count(public_network_access.deny) == 1 with input as {"properties": {"network": {"publicNetworkAccess": null}}}
}

subnet := "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"

test_server_in_a_virtual_network_has_no_public_endpoint if {
	count(public_network_access.deny) == 0 with input as {"type": "microsoft.dbforpostgresql/flexibleservers", "phase": "template", "properties": {"network": {"delegatedSubnetResourceId": subnet}}}
	count(public_network_access.deny) == 0 with input as {"type": "microsoft.dbforpostgresql/flexibleservers", "phase": "deployed", "properties": {"network": {"delegatedSubnetResourceId": subnet, "publicNetworkAccess": null}}}
	count(public_network_access.deny) == 0 with input as {"type": "microsoft.dbforpostgresql/flexibleservers", "phase": "deployed", "properties": {"network": {"delegatedSubnetResourceId": subnet, "publicNetworkAccess": "Disabled"}}}
	count(public_network_access.deny) == 0 with input as {"type": "microsoft.dbforpostgresql/flexibleservers", "phase": "deployed", "properties": {"network": {"delegatedSubnetResourceId": upper(subnet)}}}
}

test_no_subnet_leaves_the_public_endpoint_on if {
	every other in ["", null, 7, "vnet", "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/z"] {
		count(public_network_access.deny) == 1 with input as {"type": "microsoft.dbforpostgresql/flexibleservers", "phase": "template", "properties": {"network": {"delegatedSubnetResourceId": other}}}
	}
}
