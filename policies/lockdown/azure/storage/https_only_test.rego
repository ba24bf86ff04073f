package onus.lockdown.azure.storage.https_only_test

import data.onus.lockdown.azure.storage.https_only

test_arm_http_accepted_denies if {
	https_only.deny == {{
		"message": "plain HTTP is accepted",
		"pointer": "/properties/supportsHttpsTrafficOnly",
		"expected": true,
	}} with input as {"properties": {"supportsHttpsTrafficOnly": false}}
}

test_arm_https_only_allows if {
	count(https_only.deny) == 0 with input as {"properties": {"supportsHttpsTrafficOnly": true}}
}

test_azurerm_http_accepted_denies if {
	count(https_only.deny) == 1 with input as {"properties": {"https_traffic_only_enabled": false}}
}

test_azurerm_https_only_allows if {
	count(https_only.deny) == 0 with input as {"properties": {"https_traffic_only_enabled": true}}
}

test_missing_property_takes_the_documented_default if {
	count(https_only.deny) == 0 with input as {"properties": {}}
}

test_wrong_type_denies if {
	count(https_only.deny) == 1 with input as {"properties": {"supportsHttpsTrafficOnly": "false"}}
}

test_null_is_absent if {
	count(https_only.deny) == 0 with input as {"properties": {"supportsHttpsTrafficOnly": null}}
}
