package onus.lockdown.azure.application_gateway.waf_enabled_test

import data.onus.lockdown.azure.application_gateway.waf_enabled

test_arm_firewall_off_denies if {
	waf_enabled.deny == {{
		"message": "no web application firewall covers the gateway",
		"pointer": "/properties/webApplicationFirewallConfiguration/enabled",
		"expected": true,
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": false, "firewallMode": "Prevention"}}}
}

test_arm_firewall_on_allows if {
	count(waf_enabled.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": "Prevention"}}}
}

test_arm_firewall_policy_allows if {
	count(waf_enabled.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"firewallPolicy": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/p"}}}
}

test_azurerm_firewall_off_denies if {
	{finding.pointer | some finding in waf_enabled.deny} == {"/properties/waf_configuration/0/enabled"} with input as {"type": "azurerm_application_gateway", "properties": {"waf_configuration": [{"enabled": false}]}}
}

test_azurerm_firewall_on_allows if {
	count(waf_enabled.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"waf_configuration": [{"enabled": true}]}}
}

test_azurerm_firewall_policy_allows if {
	count(waf_enabled.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"firewall_policy_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/p", "waf_configuration": []}}
}

test_arm_firewall_policy_of_another_type_denies if {
	count(waf_enabled.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"firewallPolicy": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/p"}}}
}

test_azurerm_empty_firewall_policy_denies if {
	{finding.pointer | some finding in waf_enabled.deny} == {"/properties"} with input as {"type": "azurerm_application_gateway", "properties": {"firewall_policy_id": "", "waf_configuration": []}}
}

test_missing_property_takes_the_documented_default if {
	waf_enabled.deny == {{
		"message": "no web application firewall covers the gateway",
		"pointer": "/properties",
		"expected": true,
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {}}
}

test_wrong_type_denies if {
	count(waf_enabled.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": "true"}}}
}

test_null_is_absent if {
	count(waf_enabled.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": null, "firewallPolicy": null}}
}

policy := "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/p"

guarded := {"properties": {"protocol": "Https", "firewallPolicy": {"id": policy}}}

open_listener := {"properties": {"protocol": "Https"}}

arm(properties) := {finding.pointer | some finding in waf_enabled.deny with input as {"type": "microsoft.network/applicationgateways", "properties": properties}}

azurerm(properties) := {finding.pointer | some finding in waf_enabled.deny with input as {"type": "azurerm_application_gateway", "properties": properties}}

test_policies_of_all_listeners_allow if {
	arm({"httpListeners": [guarded]}) == set()
	arm({"httpListeners": [guarded, guarded]}) == set()
	azurerm({"http_listener": [{"firewall_policy_id": policy}], "waf_configuration": []}) == set()
	azurerm({"http_listener": [{"firewall_policy_id": policy}], "firewall_policy_id": null}) == set()
	arm({"httpListeners": [guarded], "webApplicationFirewallConfiguration": {"enabled": false}}) == set()
}

test_listener_without_a_policy_beside_one_with_denies if {
	arm({"httpListeners": [guarded, open_listener]}) == {"/properties/httpListeners/1"}
	arm({"httpListeners": [{"properties": {"firewallPolicy": null}}, guarded]}) == {"/properties/httpListeners/0"}
	arm({"httpListeners": [guarded, {"properties": {"firewallPolicy": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/p"}}}]}) == {"/properties/httpListeners/1"}
	azurerm({"http_listener": [{"firewall_policy_id": policy}, {"firewall_policy_id": ""}]}) == {"/properties/http_listener/1"}
	azurerm({"http_listener": [{"firewall_policy_id": null}, {"firewall_policy_id": policy}]}) == {"/properties/http_listener/0"}
}

test_listeners_without_policies_of_their_own if {
	arm({"httpListeners": [open_listener, open_listener]}) == {"/properties"}
	arm({"httpListeners": [open_listener], "firewallPolicy": {"id": policy}}) == set()
	arm({"httpListeners": [guarded, open_listener], "firewallPolicy": {"id": policy}}) == set()
	arm({"httpListeners": [guarded, open_listener], "webApplicationFirewallConfiguration": {"enabled": true}}) == set()
	arm({"httpListeners": [], "urlPathMaps": [{"properties": {"pathRules": [{"properties": {"firewallPolicy": {"id": policy}}}]}}]}) == {"/properties"}
}
