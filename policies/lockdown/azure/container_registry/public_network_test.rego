package onus.lockdown.azure.container_registry.public_network_test

import data.onus.lockdown.azure.container_registry.public_network

test_arm_public_denies if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties/publicNetworkAccess",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.containerregistry/registries", "properties": {"publicNetworkAccess": "Enabled"}}
}

test_arm_private_allows if {
	count(public_network.deny) == 0 with input as {"type": "microsoft.containerregistry/registries", "properties": {"publicNetworkAccess": "Disabled"}}
}

test_azurerm_public_denies if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties/public_network_access_enabled",
		"expected": false,
	}} with input as {"type": "azurerm_container_registry", "properties": {"public_network_access_enabled": true}}
}

test_azurerm_private_allows if {
	count(public_network.deny) == 0 with input as {"type": "azurerm_container_registry", "properties": {"public_network_access_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	public_network.deny == {{
		"message": "the public endpoint answers",
		"pointer": "/properties",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.containerregistry/registries", "properties": {}}
}

test_wrong_type_denies if {
	count(public_network.deny) == 1 with input as {"type": "microsoft.containerregistry/registries", "properties": {"publicNetworkAccess": false}}
}

test_null_is_absent if {
	count(public_network.deny) == 1 with input as {"type": "microsoft.containerregistry/registries", "properties": {"publicNetworkAccess": null}}
}

test_arm_perimeter_is_unknown if {
	every word in ["SecuredByPerimeter", "securedByPerimeter"] {
		public_network.deny == {{
			"message": "`publicNetworkAccess` is SecuredByPerimeter: the access rules of the perimeter decide who is let in, and they were not assessed",
			"pointer": "/properties/publicNetworkAccess",
			"expected": "Disabled",
			"unknown": true,
		}} with input as {"type": "microsoft.containerregistry/registries", "properties": {"publicNetworkAccess": word}}
	}
}
