package onus.lockdown.azure.container_registry.anonymous_pull_test

import data.onus.lockdown.azure.container_registry.anonymous_pull

test_arm_on_denies if {
	anonymous_pull.deny == {{
		"message": "images can be pulled without signing in",
		"pointer": "/properties/anonymousPullEnabled",
		"expected": false,
	}} with input as {"type": "microsoft.containerregistry/registries", "properties": {"anonymousPullEnabled": true}}
}

test_arm_off_allows if {
	count(anonymous_pull.deny) == 0 with input as {"type": "microsoft.containerregistry/registries", "properties": {"anonymousPullEnabled": false}}
}

test_azurerm_on_denies if {
	{finding.pointer | some finding in anonymous_pull.deny} == {"/properties/anonymous_pull_enabled"} with input as {"type": "azurerm_container_registry", "properties": {"anonymous_pull_enabled": true}}
}

test_azurerm_off_allows if {
	count(anonymous_pull.deny) == 0 with input as {"type": "azurerm_container_registry", "properties": {"anonymous_pull_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	count(anonymous_pull.deny) == 0 with input as {"type": "microsoft.containerregistry/registries", "properties": {}}
}

test_wrong_type_denies if {
	anonymous_pull.deny == {{
		"message": "images can be pulled without signing in",
		"pointer": "/properties/anonymousPullEnabled",
		"expected": false,
	}} with input as {"type": "microsoft.containerregistry/registries", "properties": {"anonymousPullEnabled": "false"}}
}

test_null_is_absent if {
	count(anonymous_pull.deny) == 0 with input as {"type": "microsoft.containerregistry/registries", "properties": {"anonymousPullEnabled": null}}
}
