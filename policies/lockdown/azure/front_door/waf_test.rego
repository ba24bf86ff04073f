package onus.lockdown.azure.front_door.waf_test

import data.onus.lockdown.azure.front_door.waf

endpoint := "/subscriptions/0000/resourcegroups/rg/providers/microsoft.cdn/profiles/p/afdendpoints/web"

arm(policies, types) := {[finding.message, object.get(finding, "unknown", false)] |
	some finding in waf.deny with input as {
		"id": endpoint,
		"type": "microsoft.cdn/profiles/afdendpoints",
		"properties": {"enabledState": "Enabled"},
		"related": {"children": {"microsoft.cdn/profiles/securitypolicies": policies, "azurerm_cdn_frontdoor_security_policy": []}},
		"coverage": {"types": types},
	}
}

azurerm(policies, types) := {[finding.message, object.get(finding, "unknown", false)] |
	some finding in waf.deny with input as {
		"id": "azurerm_cdn_frontdoor_endpoint.web",
		"type": "azurerm_cdn_frontdoor_endpoint",
		"properties": {"enabled": true},
		"related": {"children": {"microsoft.cdn/profiles/securitypolicies": [], "azurerm_cdn_frontdoor_security_policy": policies}},
		"coverage": {"types": types},
	}
}

policy(domains, patterns) := {"id": "s", "properties": {"parameters": {
	"type": "WebApplicationFirewall",
	"wafPolicy": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/frontDoorWebApplicationFirewallPolicies/p"},
	"associations": [{"domains": domains, "patternsToMatch": patterns}],
}}}

collected := ["microsoft.cdn/profiles/securitypolicies"]

test_endpoint_that_no_policy_names_denies if arm([], collected) == {["no security policy names this, so no web application firewall guards it", false]}

test_named_endpoint_allows if {
	arm([policy([{"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Cdn/profiles/p/afdEndpoints/web"}], ["/*"])], collected) == set()
	azurerm([{"id": "s"}], ["azurerm_cdn_frontdoor_security_policy"]) == set()
}

test_azurerm_endpoint_that_no_policy_names_denies if {
	{entry[1] | some entry in azurerm([], ["azurerm_cdn_frontdoor_security_policy"])} == {false}
}

test_not_collected_is_unknown if {
	{entry[1] | some entry in arm([], ["microsoft.cdn/profiles"])} == {true}
	{entry[1] | some entry in azurerm([], ["azurerm_cdn_frontdoor_endpoint"])} == {true}
	{entry[1] | some entry in azurerm([], collected)} == {true}
}

some_paths := {["the firewall guards some paths only", false]}

test_some_paths_deny if {
	arm([policy([{"id": endpoint}], ["/admin/*"])], collected) == some_paths
	arm([policy([{"id": endpoint}], [])], collected) == some_paths
	arm([policy([{"id": endpoint}], "/*")], collected) == some_paths
	arm([policy([{"id": "/subscriptions/0000/other"}], ["/*"])], collected) == some_paths
}

test_one_of_several_associations_allows if {
	arm([policy([{"id": endpoint}], ["/admin/*"]), policy([{"id": endpoint}], ["/*"])], collected) == set()
}

test_policy_of_another_sort_denies if {
	other := json.patch(policy([{"id": endpoint}], ["/*"]), [{"op": "replace", "path": "/properties/parameters/type", "value": "Other"}])
	arm([other], collected) == some_paths
}

test_endpoint_that_is_off_is_not_asked if {
	not waf.applies with input as {"properties": {"enabledState": "Disabled"}}
	not waf.applies with input as {"properties": {"enabled": false}}
	waf.applies with input as {"properties": {"enabledState": "disabled?"}}
	waf.applies with input as {"properties": {}}
}
