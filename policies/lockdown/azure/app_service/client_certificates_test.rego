package onus.lockdown.azure.app_service.client_certificates_test

import data.onus.lockdown.azure.app_service.client_certificates

arm(properties) := {finding.pointer | some finding in client_certificates.deny with input as {"type": "microsoft.web/sites", "properties": properties, "raw": {}}}

azurerm(properties) := {finding.pointer | some finding in client_certificates.deny with input as {"type": "azurerm_linux_web_app", "properties": properties}}

test_optional_denies if {
	client_certificates.deny == {{
		"message": "callers without a client certificate are let in",
		"pointer": "/properties/clientCertMode",
		"expected": "Required",
	}} with input as {"type": "microsoft.web/sites", "properties": {"clientCertEnabled": true, "clientCertMode": "Optional"}, "raw": {}}
}

test_optional_for_browsers_denies if arm({"clientCertEnabled": true, "clientCertMode": "OptionalInteractiveUser"}) == {"/properties/clientCertMode"}

test_required_allows if arm({"clientCertEnabled": true, "clientCertMode": "Required"}) == set()

test_not_asked_for_allows if {
	arm({"clientCertEnabled": false, "clientCertMode": "Optional"}) == set()
	arm({}) == set()
}

test_mode_that_was_not_collected_is_unknown if {
	[finding.unknown | some finding in client_certificates.deny] == [true] with input as {"type": "microsoft.web/sites", "properties": {"clientCertEnabled": true}, "raw": {}}
}

test_excluded_paths if {
	arm({"clientCertEnabled": true, "clientCertMode": "Required", "clientCertExclusionPaths": "/health; /"}) == {"/properties/clientCertExclusionPaths"}
	arm({"clientCertEnabled": true, "clientCertMode": "Required", "clientCertExclusionPaths": ["/"]}) == {"/properties/clientCertExclusionPaths"}
	arm({"clientCertEnabled": true, "clientCertMode": "Required", "clientCertExclusionPaths": "/health"}) == set()
	arm({"clientCertEnabled": true, "clientCertMode": "Required", "clientCertExclusionPaths": null}) == set()
}

test_wrong_type_denies if arm({"clientCertEnabled": "false", "clientCertMode": "Optional"}) == {"/properties/clientCertMode"}

test_azurerm if {
	azurerm({"client_certificate_enabled": true}) == {"/properties"}
	azurerm({"client_certificate_enabled": true, "client_certificate_mode": "Required"}) == set()
	azurerm({"client_certificate_enabled": false, "client_certificate_mode": "Optional"}) == set()
}

test_root_in_a_list_with_commas_denies if {
	every paths in ["/*,/health", "/health, /", "/health;/*"] {
		{finding.pointer | some finding in client_certificates.deny} == {"/properties/clientCertExclusionPaths"} with input as {"type": "microsoft.web/sites", "raw": {}, "properties": {"clientCertEnabled": true, "clientCertMode": "Required", "clientCertExclusionPaths": paths}}
	}
	count(client_certificates.deny) == 0 with input as {"type": "microsoft.web/sites", "raw": {}, "properties": {"clientCertEnabled": true, "clientCertMode": "Required", "clientCertExclusionPaths": "/health,/ready"}}
}
