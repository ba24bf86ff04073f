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
