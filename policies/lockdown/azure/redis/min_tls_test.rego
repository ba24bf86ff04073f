package onus.lockdown.azure.redis.min_tls_test

import data.onus.lockdown.azure.redis.min_tls

test_arm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimumTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.cache/redis", "properties": {"minimumTlsVersion": "1.1"}}
}

test_arm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.cache/redis", "properties": {"minimumTlsVersion": "1.2"}}
}

test_azurerm_old_tls_denies if {
	{finding.pointer | some finding in min_tls.deny} == {"/properties/minimum_tls_version"} with input as {"type": "azurerm_redis_cache", "properties": {"minimum_tls_version": "1.0"}}
}

test_azurerm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_redis_cache", "properties": {"minimum_tls_version": "1.2"}}
}

test_missing_property_takes_the_documented_default if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties",
		"expected": "1.2",
	}} with input as {"type": "microsoft.cache/redis", "properties": {}}
}

test_wrong_type_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.cache/redis", "properties": {"minimumTlsVersion": 1.2}}
}

test_null_is_absent if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.cache/redis", "properties": {"minimumTlsVersion": null}}
}
