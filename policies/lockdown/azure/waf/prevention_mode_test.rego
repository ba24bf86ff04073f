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
