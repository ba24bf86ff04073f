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

test_arm_cache_that_exists_and_has_none_set_is_unknown if {
	min_tls.deny == {{
		"message": "`minimumTlsVersion` is not set, and what holds depends on when the cache was created: set it",
		"pointer": "/properties",
		"expected": "1.2",
		"unknown": true,
	}} with input as {"type": "microsoft.cache/redis", "phase": "deployed", "properties": {}}
}

test_template_takes_the_default_of_new_caches if {
	every version in ["2015-08-01", "2020-06-01", "2024-11-01"] {
		count(min_tls.deny) == 0 with input as {"type": "microsoft.cache/redis", "phase": "template", "properties": {}, "raw": {"apiVersion": version}}
	}
	count(min_tls.deny) == 1 with input as {"type": "microsoft.cache/redis", "phase": "template", "properties": {"minimumTlsVersion": "1.0"}, "raw": {"apiVersion": "2024-11-01"}}
}

test_azurerm_missing_argument_takes_the_documented_default if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_redis_cache", "properties": {}}
}

test_wrong_type_denies if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.cache/redis", "properties": {"minimumTlsVersion": 1.2}}
}

test_null_is_absent if {
	count(min_tls.deny) == 1 with input as {"type": "microsoft.cache/redis", "properties": {"minimumTlsVersion": null}}
}
