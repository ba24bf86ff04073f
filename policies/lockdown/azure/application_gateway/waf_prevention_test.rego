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

arm_off(groups) := {finding.pointer | some finding in waf_prevention.deny with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": "Prevention", "disabledRuleGroups": groups}}}}

azurerm_off(groups) := {finding.pointer | some finding in waf_prevention.deny with input as {"type": "azurerm_application_gateway", "properties": {"waf_configuration": [{"enabled": true, "firewall_mode": "Prevention", "disabled_rule_group": groups}]}}}

first := {"/properties/webApplicationFirewallConfiguration/disabledRuleGroups/0"}

test_main_groups_that_are_off_deny if {
	every name in [
		"REQUEST-942-APPLICATION-ATTACK-SQLI",
		"REQUEST-941-APPLICATION-ATTACK-XSS",
		"REQUEST-932-APPLICATION-ATTACK-RCE",
		"REQUEST-930-APPLICATION-ATTACK-LFI",
		"crs_41_sql_injection_attacks",
		"request-942-application-attack-sqli",
	] {
		arm_off([{"ruleGroupName": name}]) == first
		arm_off([{"ruleGroupName": name, "rules": []}]) == first
		arm_off([{"ruleGroupName": name, "rules": null}]) == first
		azurerm_off([{"rule_group_name": name, "rules": []}]) == {"/properties/waf_configuration/0/disabled_rule_group/0"}
		azurerm_off([{"rule_group_name": name, "rules": null}]) == {"/properties/waf_configuration/0/disabled_rule_group/0"}
	}
	count(arm_off([{"ruleGroupName": "REQUEST-942-APPLICATION-ATTACK-SQLI"}, {"ruleGroupName": "REQUEST-941-APPLICATION-ATTACK-XSS"}])) == 2
}

test_single_rules_and_other_groups_that_are_off_allow if {
	arm_off([{"ruleGroupName": "REQUEST-942-APPLICATION-ATTACK-SQLI", "rules": [942430, 942130]}]) == set()
	arm_off([{"ruleGroupName": "REQUEST-933-APPLICATION-ATTACK-PHP"}]) == set()
	arm_off([]) == set()
	arm_off(null) == set()
	azurerm_off([{"rule_group_name": "REQUEST-942-APPLICATION-ATTACK-SQLI", "rules": [942430]}]) == set()
	azurerm_off([]) == set()
}

test_policies_of_every_listener_take_the_place_of_the_configuration if {
	policy := {"id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/p"}
	own := {"enabled": true, "firewallMode": "Detection"}
	not waf_prevention.applies with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": own, "httpListeners": [{"properties": {"firewallPolicy": policy}}]}}
	waf_prevention.applies with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": own, "httpListeners": [{"properties": {"firewallPolicy": policy}}, {"properties": {}}]}}
}

test_bodies_that_are_not_inspected_deny if {
	waf_prevention.deny == {{
		"message": "bodies of requests are not inspected, so attacks in them pass",
		"pointer": "/properties/webApplicationFirewallConfiguration/requestBodyCheck",
		"expected": true,
	}} with input as {"type": "microsoft.network/applicationgateways", "properties": {"webApplicationFirewallConfiguration": {"enabled": true, "firewallMode": "Prevention", "requestBodyCheck": false}}}
	{finding.pointer | some finding in waf_prevention.deny} == {"/properties/waf_configuration/0/request_body_check"} with input as {"type": "azurerm_application_gateway", "properties": {"waf_configuration": [{"enabled": true, "firewall_mode": "Prevention", "request_body_check": false}]}}
	count(waf_prevention.deny) == 0 with input as {"type": "azurerm_application_gateway", "properties": {"waf_configuration": [{"enabled": true, "firewall_mode": "Prevention", "request_body_check": true}]}}
}
