package onus.lockdown.azure.sql.minimum_tls_test

import data.onus.lockdown.azure.sql.minimum_tls

test_arm_tls_1_0_denies if {
	minimum_tls.deny == {{
		"message": "versions of TLS older than 1.2 are accepted",
		"pointer": "/properties/minimalTlsVersion",
		"expected": "1.2",
	}} with input as {"properties": {"minimalTlsVersion": "1.0"}}
}

test_arm_no_minimum_denies if {
	count(minimum_tls.deny) == 1 with input as {"properties": {"minimalTlsVersion": "None"}}
}

test_arm_tls_1_2_allows if {
	count(minimum_tls.deny) == 0 with input as {"properties": {"minimalTlsVersion": "1.2"}}
}

test_arm_tls_1_3_allows if {
	count(minimum_tls.deny) == 0 with input as {"properties": {"minimalTlsVersion": "1.3"}}
}

test_azurerm_disabled_denies if {
	count(minimum_tls.deny) == 1 with input as {
		"type": "azurerm_mssql_server",
		"properties": {"minimum_tls_version": "Disabled"},
	}
}

test_azurerm_tls_1_2_allows if {
	count(minimum_tls.deny) == 0 with input as {
		"type": "azurerm_mssql_server",
		"properties": {"minimum_tls_version": "1.2"},
	}
}

test_arm_missing_property_means_no_minimum_and_denies if {
	some finding in minimum_tls.deny with input as {"type": "microsoft.sql/servers", "properties": {}}
	finding.pointer == "/properties"
}

test_azurerm_missing_argument_means_1_2_and_allows if {
	count(minimum_tls.deny) == 0 with input as {"type": "azurerm_mssql_server", "properties": {}}
}

test_wrong_type_denies if {
	count(minimum_tls.deny) == 1 with input as {"properties": {"minimalTlsVersion": 1.2}}
}

test_null_is_absent if {
	count(minimum_tls.deny) == 1 with input as {"properties": {"minimalTlsVersion": null}}
}

test_template_takes_the_default_of_new_servers if {
	every version in ["2014-04-01", "2022-05-01-preview", "2023-08-01"] {
		count(minimum_tls.deny) == 0 with input as {"type": "microsoft.sql/servers", "phase": "template", "properties": {}, "raw": {"apiVersion": version}}
	}
	count(minimum_tls.deny) == 1 with input as {"type": "microsoft.sql/servers", "phase": "template", "properties": {"minimalTlsVersion": "None"}, "raw": {"apiVersion": "2023-08-01"}}
}
