package onus.lockdown.azure.waf.prevention_mode_test

import data.onus.lockdown.azure.waf.prevention_mode

test_arm_detection_denies if {
	prevention_mode.deny == {{
		"message": "attacks are logged, not blocked",
		"pointer": "/properties/policySettings/mode",
		"expected": "Prevention",
	}} with input as {"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "properties": {"policySettings": {"state": "Enabled", "mode": "Detection"}}}
}

test_arm_disabled_policy_denies if {
	prevention_mode.deny == {{
		"message": "the policy is off",
		"pointer": "/properties/policySettings/state",
		"expected": "Enabled",
	}} with input as {"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "properties": {"policySettings": {"state": "Disabled", "mode": "Prevention"}}}
}

test_arm_prevention_allows if {
	count(prevention_mode.deny) == 0 with input as {"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "properties": {"policySettings": {"state": "Enabled", "mode": "Prevention"}}}
}

test_arm_front_door_detection_denies if {
	count(prevention_mode.deny) == 1 with input as {"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies", "properties": {"policySettings": {"enabledState": "Enabled", "mode": "Detection"}}}
}

test_arm_front_door_disabled_policy_denies if {
	prevention_mode.deny == {{
		"message": "the policy is off",
		"pointer": "/properties/policySettings/enabledState",
		"expected": "Enabled",
	}} with input as {"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies", "properties": {"policySettings": {"enabledState": "Disabled", "mode": "Prevention"}}}
}

test_arm_front_door_prevention_allows if {
	count(prevention_mode.deny) == 0 with input as {"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies", "properties": {"policySettings": {"enabledState": "Enabled", "mode": "Prevention"}}}
}

test_azurerm_detection_denies if {
	{finding.pointer | some finding in prevention_mode.deny} == {"/properties/policy_settings/0/mode"} with input as {"type": "azurerm_web_application_firewall_policy", "properties": {"policy_settings": [{"enabled": true, "mode": "Detection"}]}}
}

test_azurerm_disabled_policy_denies if {
	prevention_mode.deny == {{
		"message": "the policy is off",
		"pointer": "/properties/policy_settings/0/enabled",
		"expected": true,
	}} with input as {"type": "azurerm_web_application_firewall_policy", "properties": {"policy_settings": [{"enabled": false, "mode": "Prevention"}]}}
}

test_azurerm_prevention_allows if {
	count(prevention_mode.deny) == 0 with input as {"type": "azurerm_web_application_firewall_policy", "properties": {"policy_settings": [{"enabled": true, "mode": "Prevention"}]}}
}

test_azurerm_front_door_detection_denies if {
	{finding.pointer | some finding in prevention_mode.deny} == {"/properties/mode"} with input as {"type": "azurerm_cdn_frontdoor_firewall_policy", "properties": {"enabled": true, "mode": "Detection"}}
}

test_azurerm_front_door_disabled_policy_denies if {
	{finding.pointer | some finding in prevention_mode.deny} == {"/properties/enabled"} with input as {"type": "azurerm_cdn_frontdoor_firewall_policy", "properties": {"enabled": false, "mode": "Prevention"}}
}

test_azurerm_front_door_prevention_allows if {
	count(prevention_mode.deny) == 0 with input as {"type": "azurerm_cdn_frontdoor_firewall_policy", "properties": {"enabled": true, "mode": "Prevention"}}
}

test_azurerm_missing_property_takes_the_documented_default if {
	count(prevention_mode.deny) == 0 with input as {"type": "azurerm_web_application_firewall_policy", "properties": {"policy_settings": [{}]}}
}

test_wrong_type_denies if {
	count(prevention_mode.deny) == 1 with input as {"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "properties": {"policySettings": {"state": true, "mode": "Prevention"}}}
}

test_arm_missing_settings_deny if {
	count(prevention_mode.deny) == 2 with input as {"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "properties": {}}
}

test_azurerm_missing_block_denies if {
	count(prevention_mode.deny) == 2 with input as {"type": "azurerm_web_application_firewall_policy", "properties": {"policy_settings": []}}
}

test_null_is_absent if {
	count(prevention_mode.deny) == 2 with input as {"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies", "properties": {"policySettings": {"enabledState": null, "mode": null}}}
}

front_door(managed, custom) := {[finding.pointer, finding.message] |
	some finding in prevention_mode.deny with input as {
		"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies",
		"properties": {
			"policySettings": {"enabledState": "Enabled", "mode": "Prevention"},
			"managedRules": {"managedRuleSets": managed},
			"customRules": {"rules": custom},
		},
	}
}

gateway(managed, custom) := {[finding.pointer, finding.message] |
	some finding in prevention_mode.deny with input as {
		"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
		"properties": {
			"policySettings": {"state": "Enabled", "mode": "Prevention"},
			"managedRules": {"managedRuleSets": managed},
			"customRules": custom,
		},
	}
}

azurerm_front_door(managed, custom) := {[finding.pointer, finding.message] |
	some finding in prevention_mode.deny with input as {
		"type": "azurerm_cdn_frontdoor_firewall_policy",
		"properties": {"enabled": true, "mode": "Prevention", "managed_rule": managed, "custom_rule": custom},
	}
}

azurerm_gateway(managed, custom) := {[finding.pointer, finding.message] |
	some finding in prevention_mode.deny with input as {
		"type": "azurerm_web_application_firewall_policy",
		"properties": {
			"policy_settings": [{"enabled": true, "mode": "Prevention"}],
			"managed_rules": [{"managed_rule_set": managed}],
			"custom_rules": custom,
		},
	}
}

default_rules(action) := {"ruleSetType": "Microsoft_DefaultRuleSet", "ruleSetVersion": "2.1", "ruleSetAction": action}

block_rule := {"name": "b", "priority": 1, "ruleType": "MatchRule", "action": "Block", "matchConditions": [{"operator": "GeoMatch"}]}

no_rule := {["/properties", "no rule of the policy blocks anything"]}

test_rule_set_that_only_logs_denies if {
	every action in ["Log", "log", "LOG", "Allow"] {
		{found[0] | some found in front_door([default_rules(action)], [])} == {"/properties/managedRules/managedRuleSets/0/ruleSetAction"}
		{found[0] | some found in azurerm_front_door([{"type": "Microsoft_DefaultRuleSet", "version": "2.1", "action": action}], [])} == {"/properties/managed_rule/0/action"}
	}
	{found[0] | some found in front_door([default_rules("Block"), default_rules("Log")], [])} == {"/properties/managedRules/managedRuleSets/1/ruleSetAction"}
}

test_rule_set_that_blocks_allows if {
	every action in ["Block", "Redirect", null] {
		front_door([default_rules(action)], []) == set()
	}
	azurerm_front_door([{"type": "Microsoft_DefaultRuleSet", "version": "2.1", "action": "Block"}], []) == set()
	gateway([{"ruleSetType": "OWASP", "ruleSetVersion": "3.2"}], []) == set()
	azurerm_gateway([{"type": "OWASP", "version": "3.2"}], []) == set()
}

test_policy_without_rules_denies if {
	front_door([], []) == no_rule
	gateway([], []) == no_rule
	azurerm_front_door([], []) == no_rule
	azurerm_gateway([], []) == no_rule
	count(prevention_mode.deny) == 1 with input as {
		"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies",
		"phase": "template",
		"properties": {"policySettings": {"enabledState": "Enabled", "mode": "Prevention"}},
	}
}

test_custom_rules_may_block if {
	front_door([], [block_rule]) == set()
	gateway([], [block_rule]) == set()
	azurerm_front_door([], [block_rule]) == set()
	azurerm_gateway([], [block_rule]) == set()
	front_door([], [object.union(block_rule, {"action": "JSChallenge"})]) == set()
}

test_custom_rules_that_do_not_block_deny if {
	front_door([], [object.union(block_rule, {"action": "Log"})]) == no_rule
	front_door([], [object.union(block_rule, {"action": "Allow"})]) == no_rule
	front_door([], [object.union(block_rule, {"enabledState": "Disabled"})]) == no_rule
	gateway([], [object.union(block_rule, {"state": "Disabled"})]) == no_rule
	azurerm_front_door([], [object.union(block_rule, {"enabled": false})]) == no_rule
	azurerm_gateway([], [object.union(block_rule, {"enabled": false})]) == no_rule
}

disabled(name, rules) := object.union(default_rules("Block"), {"ruleGroupOverrides": [{"ruleGroupName": name, "rules": rules}]})

test_main_group_that_is_off_denies if {
	every name in ["SQLI", "XSS", "RCE", "LFI", "sqli"] {
		{found[0] | some found in front_door([disabled(name, [])], [])} == {"/properties/managedRules/managedRuleSets/0/ruleGroupOverrides/0"}
	}
	{found[0] | some found in gateway([{"ruleGroupOverrides": [{"ruleGroupName": "REQUEST-942-APPLICATION-ATTACK-SQLI"}]}], [])} == {"/properties/managedRules/managedRuleSets/0/ruleGroupOverrides/0"}
	{found[0] | some found in azurerm_gateway([{"rule_group_override": [{"rule_group_name": "REQUEST-941-APPLICATION-ATTACK-XSS", "rule": []}]}], [])} == {"/properties/managed_rules/0/managed_rule_set/0/rule_group_override/0"}
	{found[0] | some found in azurerm_front_door([{"action": "Block", "override": [{"rule_group_name": "SQLI", "rule": []}]}], [])} == {"/properties/managed_rule/0/override/0"}
}

test_single_rules_and_other_groups_that_are_off_allow if {
	front_door([disabled("SQLI", [{"ruleId": "942100", "enabledState": "Disabled"}])], []) == set()
	front_door([disabled("PHP", [])], []) == set()
	front_door([disabled("SESSION-FIXATION", [])], []) == set()
	azurerm_gateway([{"rule_group_override": [{"rule_group_name": "SQLI", "rule": [{"id": "942100", "enabled": false}]}]}], []) == set()
	azurerm_gateway([{"rule_group_override": null}], []) == set()
}

everybody(more) := object.union(
	{"name": "a", "priority": 1, "action": "Allow", "ruleType": "MatchRule", "matchConditions": [{
		"matchVariable": "RemoteAddr",
		"operator": "IPMatch",
		"matchValue": ["0.0.0.0/0"],
		"negateCondition": false,
	}]},
	more,
)

test_custom_rule_that_lets_everything_pass_denies if {
	{found[0] | some found in front_door([default_rules("Block")], [everybody({})])} == {"/properties/customRules/rules/0"}
	{found[0] | some found in front_door([default_rules("Block")], [everybody({"matchConditions": [{"matchVariable": "RequestUri", "operator": "Any"}]})])} == {"/properties/customRules/rules/0"}
	{found[0] | some found in front_door([default_rules("Block")], [everybody({"matchConditions": [{"matchVariable": "RequestUri", "operator": "BeginsWith", "matchValue": ["/"]}]})])} == {"/properties/customRules/rules/0"}
	{found[0] | some found in gateway([{}], [{"priority": 1, "action": "Allow", "matchConditions": [{"matchVariables": [{"variableName": "RemoteAddr"}], "operator": "IPMatch", "matchValues": ["0.0.0.0/0"]}]}])} == {"/properties/customRules/0"}
	{found[0] | some found in azurerm_gateway([{}], [{"priority": 1, "action": "Allow", "match_conditions": [{"match_variables": [{"variable_name": "RequestUri"}], "operator": "Contains", "match_values": ["/"]}]}])} == {"/properties/custom_rules/0"}
	{found[0] | some found in azurerm_front_door([{"action": "Block"}], [{"priority": 1, "action": "Allow", "match_condition": [{"match_variable": "RemoteAddr", "operator": "IPMatch", "match_values": ["0.0.0.0/0"]}]}])} == {"/properties/custom_rule/0"}
	{found[0] | some found in front_door([default_rules("Block")], [object.union(block_rule, {"priority": 2}), everybody({})])} == {"/properties/customRules/rules/1"}
}

test_lists_that_are_null_are_empty if {
	azurerm_gateway([{"rule_group_override": null}], null) == set()
	azurerm_front_door([{"action": "Block", "override": null}], null) == set()
	gateway([{"ruleGroupOverrides": null}], null) == set()
	front_door([{"ruleGroupOverrides": null}], null) == set()
	front_door(null, null) == set()
	front_door([default_rules("Block")], [everybody({"matchConditions": null})]) == set()
	front_door([default_rules("Block")], [everybody({"matchConditions": [{"operator": "IPMatch", "matchValue": null}]})]) == set()
	gateway([{}], [everybody({"matchConditions": [{"operator": "IPMatch", "matchValues": null, "matchVariables": null}]})]) == set()
}

test_custom_rule_that_lets_something_pass_allows if {
	every more in [
		{"action": "Log"},
		{"enabledState": "Disabled"},
		{"matchConditions": []},
		{"matchConditions": [{"matchVariable": "RemoteAddr", "operator": "IPMatch", "matchValue": ["203.0.113.0/24"]}]},
		{"matchConditions": [{"matchVariable": "RemoteAddr", "operator": "IPMatch", "matchValue": ["0.0.0.0/0"], "negateCondition": true}]},
		{"matchConditions": [{"matchVariable": "RemoteAddr", "operator": "IPMatch", "matchValue": ["0.0.0.0/0"]}, {"matchVariable": "RequestUri", "operator": "BeginsWith", "matchValue": ["/health"]}]},
		{"matchConditions": [{"matchVariable": "RequestHeader", "operator": "Contains", "matchValue": ["/"]}]},
	] {
		front_door([default_rules("Block")], [everybody(more)]) == set()
	}
	front_door([default_rules("Block")], [block_rule, everybody({"priority": 2})]) == set()
}

passes(conditions) := {found[0] | some found in front_door([default_rules("Block")], [everybody({"matchConditions": conditions})])} == {"/properties/customRules/rules/0"}

address(values, negated) := [{"matchVariable": "RemoteAddr", "operator": "IPMatch", "matchValue": values, "negateCondition": negated}]

pattern(variable, value) := [{"matchVariable": variable, "operator": "RegEx", "matchValue": [value]}]

test_custom_rule_for_nearly_everybody_denies if {
	passes(address(["0.0.0.0/1", "128.0.0.0/1"], false))
	passes(address(["203.0.113.5"], true))
	passes(address(["2001:db8::1"], true))
	every value in [".*", "^.*$", ".+", "^/.*", "^/", "/"] {
		passes(pattern("RequestUri", value))
	}
	passes(pattern("RemoteAddr", ".*"))
}

test_custom_rule_for_some_allows if {
	not passes(address(["0.0.0.0/1"], false))
	not passes(address(["0.0.0.0/1", "128.0.0.0/1"], true))
	not passes(address(["0.0.0.0/0"], true))
	every value in ["^/health", "^/$", "^$", "/a.*"] {
		not passes(pattern("RequestUri", value))
	}
	not passes(pattern("RequestHeader", ".*"))
}

test_block_of_some_addresses_does_not_help if {
	few := {"name": "f", "priority": 0, "action": "Block", "matchConditions": address(["203.0.113.0/24"], false)}
	{found[0] | some found in front_door([default_rules("Block")], [few, everybody({})])} == {"/properties/customRules/rules/1"}
	others := {"name": "o", "priority": 0, "action": "Block", "matchConditions": address(["203.0.113.0/24"], true)}
	front_door([default_rules("Block")], [others, everybody({})]) == set()
}

test_bodies_that_are_not_inspected_deny if {
	prevention_mode.deny == {{
		"message": "bodies of requests are not inspected, so attacks in them pass",
		"pointer": "/properties/policySettings/requestBodyCheck",
		"expected": true,
	}} with input as {"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "properties": {"policySettings": {"state": "Enabled", "mode": "Prevention", "requestBodyCheck": false}}}
	prevention_mode.deny == {{
		"message": "bodies of requests are not inspected, so attacks in them pass",
		"pointer": "/properties/policySettings/requestBodyCheck",
		"expected": "Enabled",
	}} with input as {"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies", "properties": {"policySettings": {"enabledState": "Enabled", "mode": "Prevention", "requestBodyCheck": "Disabled"}}}
	{finding.pointer | some finding in prevention_mode.deny} == {"/properties/policy_settings/0/request_body_check"} with input as {"type": "azurerm_web_application_firewall_policy", "properties": {"policy_settings": [{"enabled": true, "mode": "Prevention", "request_body_check": false}]}}
	{finding.pointer | some finding in prevention_mode.deny} == {"/properties/request_body_check_enabled"} with input as {"type": "azurerm_cdn_frontdoor_firewall_policy", "properties": {"enabled": true, "mode": "Prevention", "request_body_check_enabled": false}}
}

test_bodies_that_are_inspected_allow if {
	count(prevention_mode.deny) == 0 with input as {"type": "microsoft.network/applicationgatewaywebapplicationfirewallpolicies", "properties": {"policySettings": {"state": "Enabled", "mode": "Prevention", "requestBodyCheck": true}}}
	count(prevention_mode.deny) == 0 with input as {"type": "microsoft.network/frontdoorwebapplicationfirewallpolicies", "properties": {"policySettings": {"enabledState": "Enabled", "mode": "Prevention", "requestBodyCheck": "Enabled"}}}
	count(prevention_mode.deny) == 0 with input as {"type": "azurerm_web_application_firewall_policy", "properties": {"policy_settings": [{"enabled": true, "mode": "Prevention", "request_body_check": true}]}}
	count(prevention_mode.deny) == 0 with input as {"type": "azurerm_cdn_frontdoor_firewall_policy", "properties": {"enabled": true, "mode": "Prevention", "request_body_check_enabled": true}}
}

excluded(type, managed) := {finding.pointer | some finding in prevention_mode.deny with input as {"type": type, "properties": object.union({"policySettings": {"state": "Enabled", "enabledState": "Enabled", "mode": "Prevention"}, "policy_settings": [{}], "enabled": true, "mode": "Prevention"}, managed)}}

test_exclusion_of_all_arguments_denies if {
	every variable in ["RequestArgNames", "RequestArgKeys", "RequestArgValues"] {
		excluded("microsoft.network/applicationgatewaywebapplicationfirewallpolicies", {"managedRules": {"managedRuleSets": [{}], "exclusions": [{"matchVariable": variable, "selectorMatchOperator": "EqualsAny", "selector": "*"}]}}) == {"/properties/managedRules/exclusions/0"}
		excluded("azurerm_web_application_firewall_policy", {"managed_rules": [{"managed_rule_set": [{}], "exclusion": [{"match_variable": variable, "selector_match_operator": "EqualsAny", "selector": "*", "excluded_rule_set": []}]}]}) == {"/properties/managed_rules/0/exclusion/0"}
	}
	every variable in ["QueryStringArgNames", "RequestBodyPostArgNames", "RequestBodyJsonArgNames"] {
		excluded("microsoft.network/frontdoorwebapplicationfirewallpolicies", {"managedRules": {"managedRuleSets": [{"exclusions": [{"matchVariable": variable, "selectorMatchOperator": "EqualsAny", "selector": "*"}]}]}}) == {"/properties/managedRules/managedRuleSets/0/exclusions/0"}
		excluded("azurerm_cdn_frontdoor_firewall_policy", {"managed_rule": [{"action": "Block", "exclusion": [{"match_variable": variable, "operator": "EqualsAny", "selector": "*"}]}]}) == {"/properties/managed_rule/0/exclusion/0"}
	}
}

test_narrower_exclusions_allow if {
	every exclusion in [
		{"matchVariable": "RequestArgNames", "selectorMatchOperator": "Equals", "selector": "comment"},
		{"matchVariable": "RequestHeaderNames", "selectorMatchOperator": "EqualsAny", "selector": "*"},
		{"matchVariable": "RequestArgNames", "selectorMatchOperator": "EqualsAny", "selector": "*", "exclusionManagedRuleSets": [{"ruleSetType": "OWASP", "ruleSetVersion": "3.2"}]},
	] {
		excluded("microsoft.network/applicationgatewaywebapplicationfirewallpolicies", {"managedRules": {"managedRuleSets": [{}], "exclusions": [exclusion]}}) == set()
	}
	excluded("azurerm_web_application_firewall_policy", {"managed_rules": [{"managed_rule_set": [{}], "exclusion": null}]}) == set()
	excluded("azurerm_cdn_frontdoor_firewall_policy", {"managed_rule": [{"action": "Block", "exclusion": null}]}) == set()
}
