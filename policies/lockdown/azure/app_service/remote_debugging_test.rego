package onus.lockdown.azure.app_service.remote_debugging_test

import data.onus.lockdown.azure.app_service.remote_debugging

test_arm_remote_debugging_denies if {
	remote_debugging.deny == {{
		"message": "remote debugging is on",
		"pointer": "/properties/siteConfig/remoteDebuggingEnabled",
		"expected": false,
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"remoteDebuggingEnabled": true}}, "raw": {}}
}

test_arm_no_remote_debugging_allows if {
	count(remote_debugging.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"remoteDebuggingEnabled": false}}, "raw": {}}
}

test_azurerm_remote_debugging_denies if {
	{finding.pointer | some finding in remote_debugging.deny} == {"/properties/site_config/0/remote_debugging_enabled"} with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"remote_debugging_enabled": true}]}}
}

test_azurerm_no_remote_debugging_allows if {
	count(remote_debugging.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"remote_debugging_enabled": false}]}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	count(remote_debugging.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{}]}}
}

test_arm_site_config_left_null_by_a_list_is_unknown if {
	remote_debugging.deny == {{
		"message": "remoteDebuggingEnabled was not collected (lists of sites leave it null): put the output of az webapp config show under siteConfig",
		"pointer": "/properties",
		"expected": false,
		"unknown": true,
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": null}, "raw": {}}
}

test_arm_null_property_is_unknown if {
	[finding.unknown | some finding in remote_debugging.deny] == [true] with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"remoteDebuggingEnabled": null}}, "raw": {}}
}

test_wrong_type_denies if {
	remote_debugging.deny == {{
		"message": "remote debugging is on",
		"pointer": "/properties/siteConfig/remoteDebuggingEnabled",
		"expected": false,
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"remoteDebuggingEnabled": "false"}}, "raw": {}}
}

template(settings) := {"type": "microsoft.web/sites", "phase": "template", "properties": {"siteConfig": settings}, "raw": {"apiVersion": "2022-09-01"}}

test_template_takes_the_documented_default if {
	count(remote_debugging.deny) == 0 with input as {"type": "microsoft.web/sites/slots", "phase": "template", "properties": {}, "raw": {}}
	every settings in [null, {}, {"remoteDebuggingEnabled": null}, {"minTlsVersion": "1.2"}] {
		count(remote_debugging.deny) == 0 with input as template(settings)
	}
}

test_template_that_turns_it_on_denies if {
	count(remote_debugging.deny) == 1 with input as template({"remoteDebuggingEnabled": true})
	count(remote_debugging.deny) == 1 with input as template({"remoteDebuggingEnabled": "false"})
}

test_template_whose_site_config_is_no_object_is_unknown if {
	remote_debugging.deny == {{
		"message": "`remoteDebuggingEnabled` is not set, and no default is documented: set it",
		"pointer": "/properties",
		"expected": false,
		"unknown": true,
	}} with input as template("x")
}
