package onus.lockdown.azure.redis.non_tls_port_test

import data.onus.lockdown.azure.redis.non_tls_port

test_arm_on_denies if {
	non_tls_port.deny == {{
		"message": "the port without TLS is open",
		"pointer": "/properties/enableNonSslPort",
		"expected": false,
	}} with input as {"type": "microsoft.cache/redis", "properties": {"enableNonSslPort": true}}
}

test_arm_off_allows if {
	count(non_tls_port.deny) == 0 with input as {"type": "microsoft.cache/redis", "properties": {"enableNonSslPort": false}}
}

test_azurerm_on_denies if {
	{finding.pointer | some finding in non_tls_port.deny} == {"/properties/non_ssl_port_enabled"} with input as {"type": "azurerm_redis_cache", "properties": {"non_ssl_port_enabled": true}}
}

test_azurerm_off_allows if {
	count(non_tls_port.deny) == 0 with input as {"type": "azurerm_redis_cache", "properties": {"non_ssl_port_enabled": false}}
}

test_missing_property_takes_the_documented_default if {
	count(non_tls_port.deny) == 0 with input as {"type": "microsoft.cache/redis", "properties": {}}
}

test_wrong_type_denies if {
	non_tls_port.deny == {{
		"message": "the port without TLS is open",
		"pointer": "/properties/enableNonSslPort",
		"expected": false,
	}} with input as {"type": "microsoft.cache/redis", "properties": {"enableNonSslPort": "false"}}
}

test_null_is_absent if {
	count(non_tls_port.deny) == 0 with input as {"type": "microsoft.cache/redis", "properties": {"enableNonSslPort": null}}
}

test_azurerm_3_open_port_denies if {
	{finding.pointer | some finding in non_tls_port.deny} == {"/properties/enable_non_ssl_port"} with input as {"type": "azurerm_redis_cache", "properties": {"enable_non_ssl_port": true}}
}

test_azurerm_3_closed_port_allows if {
	count(non_tls_port.deny) == 0 with input as {"type": "azurerm_redis_cache", "properties": {"enable_non_ssl_port": false}}
}

test_azurerm_both_names_count if {
	every names in [{"non_ssl_port_enabled": false, "enable_non_ssl_port": true}, {"non_ssl_port_enabled": true, "enable_non_ssl_port": false}] {
		count(non_tls_port.deny) == 1 with input as {"type": "azurerm_redis_cache", "properties": names}
	}
	count(non_tls_port.deny) == 0 with input as {"type": "azurerm_redis_cache", "properties": {"non_ssl_port_enabled": false, "enable_non_ssl_port": false}}
}
