package onus.lockdown.azure.app_service.cors_test

import data.onus.lockdown.azure.app_service.cors

arm(settings) := {finding.pointer | some finding in cors.deny with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": settings}, "raw": {}}}

azurerm(blocks) := {finding.pointer | some finding in cors.deny with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": blocks}}}

collected := {"remoteDebuggingEnabled": false, "ftpsState": "Disabled", "minTlsVersion": "1.2"}

test_wildcard_denies if {
	cors.deny == {{
		"message": "every site may call the app from a browser",
		"pointer": "/properties/siteConfig/cors/allowedOrigins",
	}} with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"cors": {"allowedOrigins": ["https://www.contoso.com", "*"]}}}, "raw": {}}
}

test_other_spellings_deny if {
	count(arm({"cors": {"allowedOrigins": [" * "]}})) == 1
	count(arm({"cors": {"allowedOrigins": ["https://*"]}})) == 1
	count(arm({"cors": {"allowedOrigins": ["null"]}})) == 1
	count(arm({"cors": {"allowedOrigins": [true]}})) == 1
	count(arm({"cors": {"allowedOrigins": "*"}})) == 1
	count(arm({"cors": {"allowedOrigins": {}}})) == 1
}

test_named_sites_allow if arm({"cors": {"allowedOrigins": ["https://www.contoso.com"]}}) == set()

test_no_sites_allow if {
	arm({"cors": {"allowedOrigins": []}}) == set()
	arm(object.union(collected, {"cors": null})) == set()
	arm(object.union(collected, {"cors": {"allowedOrigins": null}})) == set()
	arm(collected) == set()
}

test_not_collected_is_unknown if {
	[finding.unknown | some finding in cors.deny] == [true] with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": {"cors": null}}, "raw": {}}
	[finding.unknown | some finding in cors.deny] == [true] with input as {"type": "microsoft.web/sites", "properties": {"siteConfig": null}, "raw": {}}
	[finding.unknown | some finding in cors.deny] == [true] with input as {"type": "microsoft.web/sites", "properties": {}, "raw": {}}
}

test_azurerm_wildcard_denies if azurerm([{"cors": [{"allowed_origins": ["*"]}]}]) == {"/properties/site_config/0/cors/0/allowed_origins"}

test_azurerm_named_and_none_allow if {
	azurerm([{"cors": [{"allowed_origins": ["https://www.contoso.com"]}]}]) == set()
	azurerm([{"cors": []}]) == set()
	azurerm([{}]) == set()
}

test_azurerm_cors_of_another_shape_is_unknown if {
	[finding.unknown | some finding in cors.deny] == [true] with input as {"type": "azurerm_linux_web_app", "properties": {"site_config": [{"cors": {"allowed_origins": ["*"]}}]}}
}

template(settings) := {"type": "microsoft.web/sites", "phase": "template", "properties": {"siteConfig": settings}, "raw": {"apiVersion": "2022-09-01"}}

test_template_takes_the_documented_default if {
	every settings in [null, {}, {"cors": null}, {"cors": {}}, {"cors": {"allowedOrigins": null}}, {"minTlsVersion": "1.2"}] {
		count(cors.deny) == 0 with input as template(settings)
	}
}

test_template_that_lets_every_site_in_denies if {
	count(cors.deny) == 1 with input as template({"cors": {"allowedOrigins": ["*"]}})
}

test_template_with_another_shape_is_unknown if {
	every settings in ["x", [], {"cors": "*"}, {"cors": ["*"]}] {
		[finding.unknown | some finding in cors.deny] == [true] with input as template(settings)
	}
}
