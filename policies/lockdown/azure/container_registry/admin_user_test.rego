package onus.lockdown.azure.container_registry.admin_user_test

import data.onus.lockdown.azure.container_registry.admin_user

test_arm_on_denies if {
	admin_user.deny == {{
		"message": "the shared admin user is on",
		"pointer": "/properties/adminUserEnabled",
		"expected": false,
	}} with input as {"type": "microsoft.containerregistry/registries", "properties": {"adminUserEnabled": true}}
}

test_arm_off_allows if {
	count(admin_user.deny) == 0 with input as {"type": "microsoft.containerregistry/registries", "properties": {"adminUserEnabled": false}}
}

test_azurerm_on_denies if {
	{finding.pointer | some finding in admin_user.deny} == {"/properties/admin_enabled"} with input as {"type": "azurerm_container_registry", "properties": {"admin_enabled": true}}
}

test_azurerm_off_allows if {
	count(admin_user.deny) == 0 with input as {"type": "azurerm_container_registry", "properties": {"admin_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	count(admin_user.deny) == 0 with input as {"type": "microsoft.containerregistry/registries", "properties": {}}
}

test_wrong_type_denies if {
	admin_user.deny == {{
		"message": "the shared admin user is on",
		"pointer": "/properties/adminUserEnabled",
		"expected": false,
	}} with input as {"type": "microsoft.containerregistry/registries", "properties": {"adminUserEnabled": "false"}}
}

test_null_is_absent if {
	count(admin_user.deny) == 0 with input as {"type": "microsoft.containerregistry/registries", "properties": {"adminUserEnabled": null}}
}
