package onus.lockdown.azure.app_service.managed_identity_test

import data.onus.lockdown.azure.app_service.managed_identity

test_arm_without_identity_denies if {
	managed_identity.deny == {{
		"message": "there is no managed identity",
		"pointer": "/raw",
	}} with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {}}
}

test_arm_system_assigned_identity_allows if {
	count(managed_identity.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {"identity": {"type": "SystemAssigned"}}}
}

test_arm_both_identities_allow if {
	count(managed_identity.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {"identity": {"type": "SystemAssigned, UserAssigned"}}}
}

test_arm_identity_of_type_none_denies if {
	managed_identity.deny == {{
		"message": "there is no managed identity",
		"pointer": "/raw/identity/type",
	}} with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {"identity": {"type": "None"}}}
}

test_azurerm_without_identity_denies if {
	managed_identity.deny == {{
		"message": "there is no managed identity",
		"pointer": "/properties",
	}} with input as {"type": "azurerm_linux_web_app", "properties": {"identity": []}}
}

test_azurerm_identity_without_a_type_denies if {
	managed_identity.deny == {{
		"message": "there is no managed identity",
		"pointer": "/properties/identity/0/type",
	}} with input as {"type": "azurerm_linux_web_app", "properties": {"identity": [{"type": ""}]}}
}

test_azurerm_user_assigned_identity_allows if {
	count(managed_identity.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"identity": [{"type": "UserAssigned"}]}}
}

test_missing_property_takes_the_documented_default if {
	count(managed_identity.deny) == 1 with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {}}
}

test_wrong_type_denies if {
	count(managed_identity.deny) == 1 with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {"identity": {"type": true}}}
}

test_null_is_absent if {
	count(managed_identity.deny) == 1 with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {"identity": null}}
}
