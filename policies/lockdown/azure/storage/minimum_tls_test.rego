package onus.lockdown.azure.storage.minimum_tls_test

import data.onus.lockdown.azure.storage.minimum_tls

test_arm_tls_1_0_denies if {
	minimum_tls.deny == {{
		"message": "versions of TLS older than 1.2 are accepted",
		"pointer": "/properties/minimumTlsVersion",
		"expected": "TLS1_2",
	}} with input as {"properties": {"minimumTlsVersion": "TLS1_0"}}
}

test_arm_tls_1_2_allows if {
	count(minimum_tls.deny) == 0 with input as {"properties": {"minimumTlsVersion": "TLS1_2"}}
}

test_arm_tls_1_3_allows if {
	count(minimum_tls.deny) == 0 with input as {"properties": {"minimumTlsVersion": "TLS1_3"}}
}

test_azurerm_tls_1_1_denies if {
	count(minimum_tls.deny) == 1 with input as {
		"type": "azurerm_storage_account",
		"properties": {"min_tls_version": "TLS1_1"},
	}
}

test_azurerm_tls_1_2_allows if {
	count(minimum_tls.deny) == 0 with input as {
		"type": "azurerm_storage_account",
		"properties": {"min_tls_version": "TLS1_2"},
	}
}

test_arm_missing_property_means_tls_1_0_and_denies if {
	some finding in minimum_tls.deny with input as {
		"type": "microsoft.storage/storageaccounts",
		"properties": {},
	}
	finding.pointer == "/properties"
}

test_azurerm_missing_argument_means_tls_1_2_and_allows if {
	count(minimum_tls.deny) == 0 with input as {"type": "azurerm_storage_account", "properties": {}}
}

test_wrong_type_denies if {
	count(minimum_tls.deny) == 1 with input as {"properties": {"minimumTlsVersion": 1.2}}
}

test_null_is_absent if {
	count(minimum_tls.deny) == 1 with input as {"properties": {"minimumTlsVersion": null}}
}
