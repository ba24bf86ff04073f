package onus.lockdown.azure.app_service.min_tls_test

import data.onus.lockdown.azure.app_service.min_tls

test_arm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/siteConfig/minTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"minTlsVersion": "1.0"}}, "raw": {}}
}

test_arm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"minTlsVersion": "1.2"}}, "raw": {}}
}

test_arm_tls_1_3_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"minTlsVersion": "1.3"}}, "raw": {}}
}

test_azurerm_old_tls_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/site_config/0/minimum_tls_version",
		"expected": "1.2",
	}} with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"minimum_tls_version": "1.1"}]}}
}

test_azurerm_tls_1_2_allows if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"minimum_tls_version": "1.2"}]}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	count(min_tls.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{}]}}
}

test_azurerm_empty_object_for_a_site_config_takes_no_default if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": {}}}
}

test_azurerm_site_config_that_lists_no_blocks_takes_no_default if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": ["x"]}}
}

test_azurerm_site_config_of_another_shape_takes_no_default if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": {"minimum_tls_version": "1.0"}}}
}

test_arm_site_config_left_null_by_a_list_is_unknown if {
	min_tls.deny == {{
		"message": "minTlsVersion was not collected (lists of sites leave it null): put the output of az webapp config show under siteConfig",
		"pointer": "/properties",
		"expected": "1.2",
		"unknown": true,
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": null}, "raw": {}}
}

test_arm_null_property_is_unknown if {
	min_tls.deny == {{
		"message": "minTlsVersion was not collected (lists of sites leave it null): put the output of az webapp config show under siteConfig",
		"pointer": "/properties/siteConfig",
		"expected": "1.2",
		"unknown": true,
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"minTlsVersion": null}}, "raw": {}}
}

test_arm_without_site_config_is_unknown if {
	[finding.unknown | some finding in min_tls.deny] == [true] with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {}}
}

test_wrong_type_denies if {
	min_tls.deny == {{
		"message": "TLS versions below 1.2 are accepted",
		"pointer": "/properties/siteConfig/minTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"minTlsVersion": 1.2}}, "raw": {}}
}

template(settings) := {"type": "microsoft.web/sites", "phase": "template", "properties": {"siteConfig": settings}, "raw": {"apiVersion": "2022-09-01"}}

test_template_takes_the_documented_default if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.web/sites", "phase": "template", "properties": {}, "raw": {"apiVersion": "2016-08-01"}}
	count(min_tls.deny) == 0 with input as {"type": "microsoft.web/sites/slots", "phase": "template", "properties": {}, "raw": {}}
	every settings in [null, {}, {"minTlsVersion": null}, {"alwaysOn": true}, {"scmMinTlsVersion": "1.3"}] {
		count(min_tls.deny) == 0 with input as template(settings)
	}
}

test_template_that_sets_an_old_version_denies if {
	count(min_tls.deny) == 1 with input as template({"minTlsVersion": "1.1"})
}

test_template_whose_site_config_is_no_object_takes_no_default if {
	every settings in ["x", [], 7, true] {
		[finding.unknown | some finding in min_tls.deny] == [true] with input as template(settings)
	}
}

test_old_tls_of_the_deployment_site_denies if {
	min_tls.deny == {{
		"message": "the deployment site accepts TLS versions below 1.2",
		"pointer": "/properties/siteConfig/scmMinTlsVersion",
		"expected": "1.2",
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"minTlsVersion": "1.2", "scmMinTlsVersion": "1.0"}}, "raw": {}}
	count(min_tls.deny) == 1 with input as template({"scmMinTlsVersion": "1.1"})
	count(min_tls.deny) == 1 with input as template({"scmMinTlsVersion": 1.2})
	count(min_tls.deny) == 2 with input as template({"minTlsVersion": "1.0", "scmMinTlsVersion": "1.0"})
	{finding.pointer | some finding in min_tls.deny} == {"/properties/site_config/0/scm_minimum_tls_version"} with input as {"type": "azurerm_windows_function_app", "properties": {"site_config": [{"minimum_tls_version": "1.2", "scm_minimum_tls_version": "1.0"}]}}
}

test_tls_1_2_of_the_deployment_site_allows if {
	count(min_tls.deny) == 0 with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"minTlsVersion": "1.2", "scmMinTlsVersion": "1.2"}}, "raw": {}}
	count(min_tls.deny) == 0 with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"minimum_tls_version": "1.3", "scm_minimum_tls_version": "1.3"}]}}
}
