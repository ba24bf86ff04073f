package onus.lockdown.azure.key_vault.soft_delete_test

import data.onus.lockdown.azure.key_vault.soft_delete

test_arm_without_soft_delete_denies if {
	soft_delete.deny == {{
		"message": "deleted keys and secrets cannot be recovered",
		"pointer": "/properties/enableSoftDelete",
		"expected": true,
	}} with input as {"properties": {"enableSoftDelete": false}}
}

test_arm_with_soft_delete_allows if {
	count(soft_delete.deny) == 0 with input as {"properties": {"enableSoftDelete": true}}
}

test_missing_property_means_on_and_allows if {
	count(soft_delete.deny) == 0 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(soft_delete.deny) == 1 with input as {"properties": {"enableSoftDelete": "true"}}
}

test_null_is_absent if {
	count(soft_delete.deny) == 0 with input as {"properties": {"enableSoftDelete": null}}
}
