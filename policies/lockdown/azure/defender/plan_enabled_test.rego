package onus.lockdown.azure.defender.plan_enabled_test

import data.onus.lockdown.azure.defender.plan_enabled

test_arm_free_tier_denies if {
	plan_enabled.deny == {{
		"message": "the plan is off",
		"pointer": "/properties/pricingTier",
		"expected": "Standard",
	}} with input as {"type": "microsoft.security/pricings", "name": "StorageAccounts", "properties": {"pricingTier": "Free"}}
}

test_arm_standard_tier_allows if {
	count(plan_enabled.deny) == 0 with input as {"type": "microsoft.security/pricings", "name": "StorageAccounts", "properties": {"pricingTier": "Standard"}}
}

test_azurerm_free_tier_denies if {
	{finding.pointer | some finding in plan_enabled.deny} == {"/properties/tier"} with input as {"type": "azurerm_security_center_subscription_pricing", "name": "example", "properties": {"resource_type": "Containers", "tier": "Free"}}
}

test_azurerm_standard_tier_allows if {
	count(plan_enabled.deny) == 0 with input as {"type": "azurerm_security_center_subscription_pricing", "name": "example", "properties": {"resource_type": "Containers", "tier": "Standard"}}
}

test_missing_property_takes_the_documented_default if {
	plan_enabled.deny == {{
		"message": "the plan is off",
		"pointer": "/properties",
		"expected": "Standard",
	}} with input as {"type": "microsoft.security/pricings", "name": "StorageAccounts", "properties": {}}
}

test_wrong_type_denies if {
	count(plan_enabled.deny) == 1 with input as {"type": "microsoft.security/pricings", "name": "StorageAccounts", "properties": {"pricingTier": true}}
}

test_null_is_absent if {
	count(plan_enabled.deny) == 1 with input as {"type": "microsoft.security/pricings", "name": "StorageAccounts", "properties": {"pricingTier": null}}
}

test_applies_to_a_current_plan if {
	plan_enabled.applies with input as {"type": "microsoft.security/pricings", "name": "StorageAccounts", "properties": {"pricingTier": "Free"}}
}

test_applies_to_a_current_azurerm_plan if {
	plan_enabled.applies with input as {"type": "azurerm_security_center_subscription_pricing", "name": "example", "properties": {"resource_type": "Containers", "tier": "Free"}}
}

test_applies_to_an_azurerm_plan_whatever_its_label if {
	plan_enabled.applies with input as {"type": "azurerm_security_center_subscription_pricing", "name": "Dns", "properties": {"resource_type": "Containers", "tier": "Free"}}
}

test_does_not_apply_to_a_plan_marked_as_deprecated if {
	not plan_enabled.applies with input as {"type": "microsoft.security/pricings", "name": "SomePlan", "properties": {"pricingTier": "Free", "deprecated": true, "replacedBy": ["Containers"]}}
}

test_does_not_apply_to_a_plan_that_another_replaced if {
	not plan_enabled.applies with input as {"type": "microsoft.security/pricings", "name": "KubernetesService", "properties": {"pricingTier": "Free"}}
}

test_does_not_apply_to_an_azurerm_plan_that_another_replaced if {
	not plan_enabled.applies with input as {"type": "azurerm_security_center_subscription_pricing", "name": "example", "properties": {"resource_type": "Dns", "tier": "Free"}}
}
