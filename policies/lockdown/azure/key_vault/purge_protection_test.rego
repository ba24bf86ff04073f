package onus.lockdown.azure.key_vault.purge_protection_test

import data.onus.lockdown.azure.key_vault.purge_protection

test_arm_unprotected_denies if {
	purge_protection.deny == {{
		"message": "deleted keys and secrets can be purged before their retention ends",
		"pointer": "/properties/enablePurgeProtection",
		"expected": true,
	}} with input as {"properties": {"enablePurgeProtection": false}}
}

test_arm_protected_allows if {
	count(purge_protection.deny) == 0 with input as {"properties": {"enablePurgeProtection": true}}
}

test_azurerm_unprotected_denies if {
	count(purge_protection.deny) == 1 with input as {"properties": {"purge_protection_enabled": false}}
}

test_azurerm_protected_allows if {
	count(purge_protection.deny) == 0 with input as {"properties": {"purge_protection_enabled": true}}
}

test_missing_property_means_unprotected_and_denies if {
	count(purge_protection.deny) == 1 with input as {"properties": {"enableSoftDelete": true}}
}

test_wrong_type_denies if {
	count(purge_protection.deny) == 1 with input as {"properties": {"enablePurgeProtection": "true"}}
}

test_null_is_absent if {
	some finding in purge_protection.deny with input as {"properties": {"enablePurgeProtection": null}}
	finding.pointer == "/properties"
}
