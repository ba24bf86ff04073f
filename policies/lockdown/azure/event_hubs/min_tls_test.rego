package onus.lockdown.azure.event_hubs.min_tls_test

import data.onus.lockdown.azure.event_hubs.min_tls

test_arm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimumTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.eventhub/namespaces", "properties": {"minimumTlsVersion": "1.0"}}
}

test_arm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.eventhub/namespaces", "properties": {"minimumTlsVersion": "1.2"}}
}

test_azurerm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimum_tls_version",
		"expected": "1.2",
	}} with input as {"type": "azurerm_eventhub_namespace", "properties": {"minimum_tls_version": "1.0"}}
}

test_azurerm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_eventhub_namespace", "properties": {"minimum_tls_version": "1.2"}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_eventhub_namespace", "properties": {}}
}

test_arm_missing_property_is_unknown if {
	min_tls.deny == {{
		"message": "minimumTlsVersion was not collected: read it with API version 2022-01-01-preview or later, or set it",
		"pointer": "/properties",
		"expected": "1.2",
		"unknown": true,
	}} with input as {"type": "microsoft.eventhub/namespaces", "properties": {}}
}

test_wrong_type_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimumTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.eventhub/namespaces", "properties": {"minimumTlsVersion": 1.2}}
}

test_null_is_absent if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "microsoft.eventhub/namespaces", "properties": {"minimumTlsVersion": null}}
}

test_arm_tls_1_3_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.eventhub/namespaces", "properties": {"minimumTlsVersion": "1.3"}}
}
