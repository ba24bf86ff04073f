package onus.lockdown.azure.app_service.ftps_test

import data.onus.lockdown.azure.app_service.ftps

test_arm_plain_ftp_denies if {
	ftps.deny == {{
		"message": "deployments over plain FTP are accepted",
		"pointer": "/properties/siteConfig/ftpsState",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"ftpsState": "AllAllowed"}}, "raw": {}}
}

test_arm_ftps_only_allows if {
	count(ftps.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"ftpsState": "FtpsOnly"}}, "raw": {}}
}

test_arm_ftp_disabled_allows if {
	count(ftps.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"ftpsState": "Disabled"}}, "raw": {}}
}

test_azurerm_plain_ftp_denies if {
	{finding.pointer | some finding in ftps.deny} == {"/properties/site_config/0/ftps_state"} with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"ftps_state": "AllAllowed"}]}}
}

test_azurerm_ftps_only_allows if {
	count(ftps.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"ftps_state": "FtpsOnly"}]}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	count(ftps.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{}]}}
}

test_arm_site_config_left_null_by_a_list_is_unknown if {
	ftps.deny == {{
		"message": "ftpsState was not collected (lists of sites leave it null): put the output of az webapp config show under siteConfig",
		"pointer": "/properties",
		"expected": "Disabled",
		"unknown": true,
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": null}, "raw": {}}
}

test_arm_null_property_is_unknown if {
	[finding.unknown | some finding in ftps.deny] == [true] with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"ftpsState": null}}, "raw": {}}
}

test_wrong_type_denies if {
	ftps.deny == {{
		"message": "deployments over plain FTP are accepted",
		"pointer": "/properties/siteConfig/ftpsState",
		"expected": "Disabled",
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"ftpsState": false}}, "raw": {}}
}

template(settings) := {"type": "microsoft.web/sites", "phase": "template", "properties": {"siteConfig": settings}, "raw": {"apiVersion": "2022-09-01"}}

test_template_takes_the_documented_default if {
	every settings in [null, {}, {"ftpsState": null}, {"minTlsVersion": "1.2"}] {
		ftps.deny == {{
			"message": "deployments over plain FTP are accepted",
			"pointer": pointer_of(settings),
			"expected": "Disabled",
		}} with input as template(settings)
	}
}

pointer_of(settings) := "/properties/siteConfig" if is_object(settings)

else := "/properties"

test_template_that_sets_the_state_allows if {
	count(ftps.deny) == 0 with input as template({"ftpsState": "FtpsOnly"})
	count(ftps.deny) == 0 with input as template({"ftpsState": "Disabled"})
}
