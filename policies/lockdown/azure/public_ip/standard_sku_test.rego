package onus.lockdown.azure.public_ip.standard_sku_test

import data.onus.lockdown.azure.public_ip.standard_sku

test_arm_basic_denies if {
	standard_sku.deny == {{
		"message": "the address lets traffic in unless a security group stops it",
		"pointer": "/raw/sku/name",
		"expected": "Standard",
	}} with input as {"properties": {}, "raw": {"sku": {"name": "Basic", "tier": "Regional"}}}
}

test_arm_standard_allows if {
	count(standard_sku.deny) == 0 with input as {"properties": {}, "raw": {"sku": {"name": "Standard", "tier": "Regional"}}}
}

test_arm_standard_v2_allows if {
	count(standard_sku.deny) == 0 with input as {"properties": {}, "raw": {"sku": {"name": "StandardV2"}}}
}

test_azurerm_basic_denies if {
	count(standard_sku.deny) == 1 with input as {"properties": {"sku": "Basic"}}
}

test_azurerm_standard_allows if {
	count(standard_sku.deny) == 0 with input as {"properties": {"sku": "Standard"}}
}

test_missing_sku_means_basic_and_denies if {
	some finding in standard_sku.deny with input as {"properties": {}, "raw": {}}
	finding.pointer == "/properties"
}

test_wrong_type_denies if {
	count(standard_sku.deny) == 1 with input as {"properties": {}, "raw": {"sku": {"name": ["Standard"]}}}
}

test_null_is_absent if {
	count(standard_sku.deny) == 1 with input as {"properties": {"sku": null}, "raw": {"sku": null}}
}
