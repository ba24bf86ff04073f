package onus.lockdown.azure.storage.anonymous_access_test

import data.onus.lockdown.azure.storage.anonymous_access

test_arm_anonymous_access_permitted_denies if {
	anonymous_access.deny == {{
		"message": "containers can be opened to anonymous readers",
		"pointer": "/properties/allowBlobPublicAccess",
		"expected": false,
	}} with input as {"properties": {"allowBlobPublicAccess": true}}
}

test_arm_anonymous_access_refused_allows if {
	count(anonymous_access.deny) == 0 with input as {"properties": {"allowBlobPublicAccess": false}}
}

test_azurerm_anonymous_access_permitted_denies if {
	count(anonymous_access.deny) == 1 with input as {"properties": {"allow_nested_items_to_be_public": true}}
}

test_azurerm_anonymous_access_refused_allows if {
	count(anonymous_access.deny) == 0 with input as {"properties": {"allow_nested_items_to_be_public": false}}
}

test_missing_property_means_permitted_and_denies if {
	count(anonymous_access.deny) == 1 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(anonymous_access.deny) == 1 with input as {"properties": {"allowBlobPublicAccess": "false"}}
}

test_null_is_absent if {
	some finding in anonymous_access.deny with input as {"properties": {"allowBlobPublicAccess": null}}
	finding.pointer == "/properties"
}
