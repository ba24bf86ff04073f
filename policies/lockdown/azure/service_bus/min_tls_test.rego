package onus.lockdown.azure.service_bus.min_tls_test

import data.onus.lockdown.azure.service_bus.min_tls

test_arm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimumTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.servicebus/namespaces", "properties": {"minimumTlsVersion": "1.0"}}
}

test_arm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.servicebus/namespaces", "properties": {"minimumTlsVersion": "1.2"}}
}

test_azurerm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimum_tls_version",
		"expected": "1.2",
	}} with input as {"type": "azurerm_servicebus_namespace", "properties": {"minimum_tls_version": "1.0"}}
}

test_azurerm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_servicebus_namespace", "properties": {"minimum_tls_version": "1.2"}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_servicebus_namespace", "properties": {}}
}

test_arm_missing_property_is_unknown if {
	min_tls.deny == {{
		"message": "`minimumTlsVersion` is not known: read it with API version 2022-01-01-preview or later, or set it",
		"pointer": "/properties",
		"expected": "1.2",
		"unknown": true,
	}} with input as {"type": "microsoft.servicebus/namespaces", "properties": {}}
}

test_wrong_type_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/minimumTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.servicebus/namespaces", "properties": {"minimumTlsVersion": 1.2}}
}

test_null_is_absent if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "microsoft.servicebus/namespaces", "properties": {"minimumTlsVersion": null}}
}

test_arm_tls_1_3_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.servicebus/namespaces", "properties": {"minimumTlsVersion": "1.3"}}
}

template(version) := {"type": "microsoft.servicebus/namespaces", "phase": "template", "properties": {}, "raw": {"apiVersion": version}}

test_template_takes_the_default_of_its_api_version if {
	every version in ["2022-01-01-preview", "2022-10-01-preview", "2024-01-01", "2026-01-01"] {
		count(min_tls.deny) == 0 with input as template(version)
	}
	every version in ["2015-08-01", "2017-04-01", "2021-11-01"] {
		min_tls.deny == {{
			"message": "TLS versions below 1.2 are accepted",
			"pointer": "/properties",
			"expected": "1.2",
		}} with input as template(version)
	}
}

test_template_without_a_known_version_is_unknown if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as template("[parameters('version')]")
}

test_template_that_sets_the_property_does_not_take_the_default if {
	count(min_tls.deny) == 1 with input as object.union(template("2024-01-01"), {"properties": {"minimumTlsVersion": "1.1"}})
	count(min_tls.deny) == 0 with input as object.union(template("2017-04-01"), {"properties": {"minimumTlsVersion": "1.2"}})
}
