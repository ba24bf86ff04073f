package onus.lockdown.azure.container_apps.cors_test

import data.onus.lockdown.azure.container_apps.cors

arm(ingress) := {finding.pointer | some finding in cors.deny with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": {"ingress": ingress}}}}

azurerm(blocks) := {finding.pointer | some finding in cors.deny with input as {"type": "azurerm_container_app", "properties": {"ingress": blocks}}}

test_wildcard_denies if {
	cors.deny == {{
		"message": "every site may call the app from a browser",
		"pointer": "/properties/configuration/ingress/corsPolicy/allowedOrigins",
	}} with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": {"ingress": {"corsPolicy": {"allowedOrigins": ["*"]}}}}}
}

test_other_spellings_deny if {
	count(arm({"corsPolicy": {"allowedOrigins": ["https://a.example", " *"]}})) == 1
	count(arm({"corsPolicy": {"allowedOrigins": "*"}})) == 1
	count(arm({"corsPolicy": {"allowedOrigins": [1]}})) == 1
}

test_named_and_none_allow if {
	arm({"corsPolicy": {"allowedOrigins": ["https://www.contoso.com"]}}) == set()
	arm({"corsPolicy": null}) == set()
	arm({}) == set()
	arm(null) == set()
}

test_azurerm if {
	azurerm([{"cors": [{"allowed_origins": ["*"]}]}]) == {"/properties/ingress/0/cors/0/allowed_origins"}
	azurerm([{"cors": [{"allowed_origins": ["https://www.contoso.com"]}]}]) == set()
	azurerm([{"cors": []}]) == set()
	azurerm([]) == set()
}

test_not_collected_is_unknown if {
	every properties in [{}, {"configuration": null}, {"configuration": {"ingress": {"corsPolicy": "*"}}}] {
		[finding.unknown | some finding in cors.deny with input as {"type": "microsoft.app/containerapps", "properties": properties}] == [true]
	}
}

test_configuration_of_another_shape_denies if {
	every configuration in ["garbage", "", 7, true, [], [{"ingress": null}]] {
		count(cors.deny) > 0 with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": configuration}}
	}
}

test_template_without_a_configuration_has_no_ingress if {
	every properties in [{}, {"configuration": null}, {"configuration": {}}, {"configuration": {"ingress": null}}, {"template": {}}] {
		count(cors.deny) == 0 with input as {"type": "microsoft.app/containerapps", "phase": "template", "properties": properties, "raw": {"apiVersion": "2024-03-01"}}
	}
	every configuration in ["garbage", "", 7, []] {
		count(cors.deny) > 0 with input as {"type": "microsoft.app/containerapps", "phase": "template", "properties": {"configuration": configuration}, "raw": {"apiVersion": "2024-03-01"}}
	}
}
