package onus.lockdown.azure.storage.shared_key_test

import data.onus.lockdown.azure.storage.shared_key

test_arm_account_keys_accepted_denies if {
	shared_key.deny == {{
		"message": "requests signed with an account key are accepted",
		"pointer": "/properties/allowSharedKeyAccess",
		"expected": false,
	}} with input as {"properties": {"allowSharedKeyAccess": true}}
}

test_arm_account_keys_refused_allows if {
	count(shared_key.deny) == 0 with input as {"properties": {"allowSharedKeyAccess": false}}
}

test_azurerm_account_keys_accepted_denies if {
	count(shared_key.deny) == 1 with input as {"properties": {"shared_access_key_enabled": true}}
}

test_azurerm_account_keys_refused_allows if {
	count(shared_key.deny) == 0 with input as {"properties": {"shared_access_key_enabled": false}}
}

test_missing_property_means_accepted_and_denies if {
	count(shared_key.deny) == 1 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(shared_key.deny) == 1 with input as {"properties": {"allowSharedKeyAccess": "false"}}
}

test_null_is_absent if {
	some finding in shared_key.deny with input as {"properties": {"allowSharedKeyAccess": null}}
	finding.pointer == "/properties"
}
