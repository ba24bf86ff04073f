package onus.lockdown.azure.app_service.https_only_test

import data.onus.lockdown.azure.app_service.https_only

test_arm_http_accepted_denies if {
	https_only.deny == {{
		"message": "plain HTTP is accepted",
		"pointer": "/properties/httpsOnly",
		"expected": true,
	}} with input as {"type": "microsoft.web/sites", "properties": {"httpsOnly": false}, "raw": {}}
}

test_arm_https_only_allows if {
	count(https_only.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {"httpsOnly": true}, "raw": {}}
}

test_azurerm_http_accepted_denies if {
	{finding.pointer | some finding in https_only.deny} == {"/properties/https_only"} with input as {"type": "azurerm_linux_web_app", "properties": {"https_only": false}}
}

test_azurerm_https_only_allows if {
	count(https_only.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"https_only": true}}
}

test_missing_property_takes_the_documented_default if {
	https_only.deny == {{
		"message": "plain HTTP is accepted",
		"pointer": "/properties",
		"expected": true,
	}} with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {}}
}

test_wrong_type_denies if {
	count(https_only.deny) == 1 with input as {"type": "microsoft.web/sites", "properties": {"httpsOnly": "true"}, "raw": {}}
}

test_null_is_absent if {
	count(https_only.deny) == 1 with input as {"type": "microsoft.web/sites", "properties": {"httpsOnly": null}, "raw": {}}
}
