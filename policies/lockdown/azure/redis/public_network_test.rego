package onus.lockdown.azure.redis.public_network_test

import data.onus.lockdown.azure.redis.public_network

test_arm_public_denies if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties/publicNetworkAccess",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": "Enabled"}}
}

test_arm_private_allows if {
	count(public_network.deny) == 0 with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": "Disabled"}}
}

test_azurerm_public_denies if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties/public_network_access_enabled",
		"expected": false,
	}} with input as {"type": "azurerm_redis_cache", "properties": {"public_network_access_enabled": true}}
}

test_azurerm_private_allows if {
	count(public_network.deny) == 0 with input as {"type": "azurerm_redis_cache", "properties": {"public_network_access_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.cache/redis", "properties": {}}
}

test_wrong_type_denies if {
	count(public_network.deny) == 1 with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": false}}
}

test_null_is_absent if {
	count(public_network.deny) == 1 with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": null}}
}

test_arm_inside_a_virtual_network_allows if {
	count(public_network.deny) == 0 with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": "Enabled", "subnetId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/redis"}}
}

test_azurerm_inside_a_virtual_network_allows if {
	count(public_network.deny) == 0 with input as {"type": "azurerm_redis_cache", "properties": {"public_network_access_enabled": true, "subnet_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/redis"}}
}

test_subnet_of_the_wrong_type_denies if {
	count(public_network.deny) == 1 with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": "Enabled", "subnetId": true}}
}

test_arm_perimeter_is_unknown if {
	every word in ["SecuredByPerimeter", "securedByPerimeter"] {
		public_network.deny == {{
			"message": "`publicNetworkAccess` is SecuredByPerimeter: the access rules of the perimeter decide who is let in, and they were not assessed",
			"pointer": "/properties/publicNetworkAccess",
			"expected": "Disabled",
			"unknown": true,
		}} with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": word}}
	}
}

test_arm_perimeter_does_not_matter_inside_a_virtual_network if {
	count(public_network.deny) == 0 with input as {"type": "microsoft.cache/redis", "properties": {"publicNetworkAccess": "SecuredByPerimeter", "subnetId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"}}
}
