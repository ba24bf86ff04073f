package onus.lockdown.azure.application_gateway.waf_prevention_test

import data.onus.lockdown.azure.application_gateway.waf_prevention

test_arm_detection_denies if {
	waf_prevention.deny == {{
		"message": "attacks are logged, not blocked",
		"pointer": "/properties/webApplicationFirewallConfiguration/firewallMode",
		"expected": "Prevention",
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": "Detection"}}}
}

test_arm_prevention_allows if {
	count(waf_prevention.deny) == 0 with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": "Prevention"}}}
}

test_azurerm_detection_denies if {
	{finding.pointer | some finding in waf_prevention.deny} == {"/properties/waf_configuration/0/firewall_mode"} with input as {"type": "azurerm_application_gateway", "properties": {"waf_configuration": [{"enabled": true, "firewall_mode": "Detection"}]}}
}

test_azurerm_prevention_allows if {
	count(waf_prevention.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"waf_configuration": [{"enabled": true, "firewall_mode": "Prevention"}]}}
}

test_missing_property_denies if {
	waf_prevention.deny == {{
		"message": "attacks are logged, not blocked",
		"pointer": "/properties/webApplicationFirewallConfiguration",
		"expected": "Prevention",
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true}}}
}

test_wrong_type_denies if {
	count(waf_prevention.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": true}}}
}

test_null_is_absent if {
	count(waf_prevention.deny) == 1 with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": null}}}
}

test_applies_to_the_gateways_own_configuration if {
	waf_prevention.applies with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": "Detection"}}}
}

test_does_not_apply_with_a_firewall_policy if {
	not waf_prevention.applies with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true}, "firewallPolicy": {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/p"}}}
}

test_does_not_apply_without_a_firewall if {
	not waf_prevention.applies with input as {"type": "microsoft.network/applicationgateways", "properties": {}}
}
