package onus.lockdown.azure.container_apps.https_only_test

import data.onus.lockdown.azure.container_apps.https_only

arm(configuration) := {finding.pointer | some finding in https_only.deny with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": configuration}}}

azurerm(properties) := {finding.pointer | some finding in https_only.deny with input as {"type": "azurerm_container_app", "properties": properties}}

test_plain_http_denies if {
	https_only.deny == {{
		"message": "plain HTTP is accepted",
		"pointer": "/properties/configuration/ingress/allowInsecure",
		"expected": false,
	}} with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": {"ingress": {"external": true, "allowInsecure": true}}}}
}

test_redirect_allows if arm({"ingress": {"allowInsecure": false}}) == set()

test_default_allows if {
	arm({"ingress": {"external": true}}) == set()
	arm({"ingress": {"allowInsecure": null}}) == set()
}

test_no_ingress_allows if {
	arm({"ingress": null}) == set()
	arm({}) == set()
}

test_wrong_type_denies if arm({"ingress": {"allowInsecure": "false"}}) == {"/properties/configuration/ingress/allowInsecure"}

test_azurerm if {
	azurerm({"ingress": [{"allow_insecure_connections": true}]}) == {"/properties/ingress/0/allow_insecure_connections"}
	azurerm({"ingress": [{"allow_insecure_connections": false}]}) == set()
	azurerm({"ingress": [{}]}) == set()
	azurerm({"ingress": []}) == set()
	azurerm({}) == set()
}

test_no_configuration_is_unknown if {
	every properties in [{}, {"configuration": null}, {"configuration": {"ingress": "on"}}] {
		[finding.unknown | some finding in https_only.deny with input as {"type": "microsoft.app/containerapps", "properties": properties}] == [true]
	}
}

test_configuration_of_another_shape_denies if {
	every configuration in ["garbage", "", 7, true, [], [{"ingress": null}]] {
		count(https_only.deny) > 0 with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": configuration}}
	}
}

test_template_without_a_configuration_has_no_ingress if {
	every properties in [{}, {"configuration": null}, {"configuration": {}}, {"configuration": {"ingress": null}}, {"template": {}}] {
		count(https_only.deny) == 0 with input as {"type": "microsoft.app/containerapps", "phase": "template", "properties": properties, "raw": {"apiVersion": "2024-03-01"}}
	}
	every configuration in ["garbage", "", 7, []] {
		count(https_only.deny) > 0 with input as {"type": "microsoft.app/containerapps", "phase": "template", "properties": {"configuration": configuration}, "raw": {"apiVersion": "2024-03-01"}}
	}
}

test_tcp_is_unknown if {
	every ingress in [{"transport": "tcp", "exposedPort": 80}, {"transport": "Tcp"}, {"transport": "auto", "additionalPortMappings": [{"targetPort": 80}]}] {
		[finding.unknown | some finding in https_only.deny] == [true] with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": {"ingress": ingress}}}
	}
	{finding.pointer | some finding in https_only.deny} == {"/properties/ingress/0/transport"} with input as {"type": "azurerm_container_app", "properties": {"ingress": [{"transport": "tcp"}]}}
}

test_other_transports_allow if {
	every transport in ["auto", "http", "http2", null] {
		count(https_only.deny) == 0 with input as {"type": "microsoft.app/containerapps", "properties": {"configuration": {"ingress": {"transport": transport, "additionalPortMappings": []}}}}
	}
}
