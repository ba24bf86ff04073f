package onus.lockdown.azure.front_door.waf_classic_test

import data.onus.lockdown.azure.front_door.waf_classic

policy := "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/frontDoorWebApplicationFirewallPolicies/p"

arm(properties) := {[finding.pointer, object.get(finding, "unknown", false)] | some finding in waf_classic.deny with input as {"type": "microsoft.network/frontdoors", "properties": properties}}

azurerm(properties) := {[finding.pointer, object.get(finding, "unknown", false)] | some finding in waf_classic.deny with input as {"type": "azurerm_frontdoor", "properties": properties}}

linked := {"name": "a", "properties": {"hostName": "a.azurefd.net", "webApplicationFirewallPolicyLink": {"id": policy}}}

test_frontend_without_a_policy_denies if {
	waf_classic.deny == {{
		"message": "no web application firewall covers the frontend",
		"pointer": "/properties/frontendEndpoints/0",
	}} with input as {"type": "microsoft.network/frontdoors", "properties": {"frontendEndpoints": [{"name": "a", "properties": {"hostName": "a.azurefd.net"}}]}}
}

test_one_of_two_denies if arm({"frontendEndpoints": [linked, {"properties": {"webApplicationFirewallPolicyLink": null}}]}) == {["/properties/frontendEndpoints/1", false]}

test_linked_frontends_allow if {
	arm({"frontendEndpoints": [linked]}) == set()
	azurerm({"frontend_endpoint": [{"web_application_firewall_policy_link_id": policy}]}) == set()
}

test_azurerm_without_a_policy_denies if {
	azurerm({"frontend_endpoint": [{}]}) == {["/properties/frontend_endpoint/0", false]}
	azurerm({"frontend_endpoint": [{"web_application_firewall_policy_link_id": ""}]}) == {["/properties/frontend_endpoint/0", false]}
	azurerm({"frontend_endpoint": [{"web_application_firewall_policy_link_id": null}]}) == {["/properties/frontend_endpoint/0", false]}
}

test_other_ids_and_types_deny if {
	other := {"properties": {"webApplicationFirewallPolicyLink": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/p"}}}
	arm({"frontendEndpoints": [other]}) == {["/properties/frontendEndpoints/0", false]}
	arm({"frontendEndpoints": [{"properties": {"webApplicationFirewallPolicyLink": policy}}]}) == {["/properties/frontendEndpoints/0", false]}
	arm({"frontendEndpoints": ["a"]}) == {["/properties/frontendEndpoints/0", false]}
}

test_no_frontends_are_unknown if {
	arm({}) == {["/properties", true]}
	arm({"frontendEndpoints": []}) == {["/properties", true]}
	arm({"frontendEndpoints": null}) == {["/properties", true]}
}

test_front_door_that_is_off_is_not_asked if {
	not waf_classic.applies with input as {"properties": {"enabledState": "Disabled"}}
	not waf_classic.applies with input as {"properties": {"load_balancer_enabled": false}}
	waf_classic.applies with input as {"properties": {"enabledState": "Enabled"}}
	waf_classic.applies with input as {"properties": {}}
}
