# METADATA
# title: Web application firewall policy facts
# description: |
#   One rule a fact, for the policies of Application Gateway and of Front Door,
#   whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/applicationgatewaywebapplicationfirewallpolicies
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/frontdoorwebapplicationfirewallpolicies
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/web_application_firewall_policy
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_firewall_policy
package onus.lib.azure.waf

import data.onus.lib.fact

# Whether the policy is on, with the value that each source shape has for "yes":
# `state` for Application Gateway, `enabledState` for Front Door, a boolean in
# azurerm, where it is on by default. ARM has no default that holds for both.
enabled := object.union(found, {"expected": "Enabled"}) if {
	found := fact.at(input.properties.policySettings.state, "/properties/policySettings/state")
} else := object.union(found, {"expected": "Enabled"}) if {
	found := fact.at(input.properties.policySettings.enabledState, "/properties/policySettings/enabledState")
} else := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.policy_settings[0].enabled, "/properties/policy_settings/0/enabled")
} else := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.enabled, "/properties/enabled")
} else := object.union(fact.assumed(true, settings_pointer), {"expected": true}) if {
	azurerm_defaults
} else := object.union(fact.assumed("Disabled", settings_pointer), {"expected": "Enabled"})

# Whether matching requests are blocked or only logged. ARM documents no default;
# azurerm's is Prevention where its settings are there.
mode := found if {
	found := fact.at(input.properties.policySettings.mode, "/properties/policySettings/mode")
} else := found if {
	found := fact.at(input.properties.policy_settings[0].mode, "/properties/policy_settings/0/mode")
} else := found if {
	found := fact.at(input.properties.mode, "/properties/mode")
} else := fact.assumed("Prevention", settings_pointer) if {
	azurerm_defaults
} else := fact.assumed("Detection", settings_pointer)

# Whether bodies of requests are inspected, with the value that each source shape has for
# "yes". They are unless it is turned off: the fact is undefined where nothing is said.
body_inspection := object.union(found, {"expected": "Enabled"}) if {
	contains(input.type, "frontdoor")
	found := fact.at(input.properties.policySettings.requestBodyCheck, "/properties/policySettings/requestBodyCheck")
} else := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.policySettings.requestBodyCheck, "/properties/policySettings/requestBodyCheck")
} else := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.policy_settings[0].request_body_check, "/properties/policy_settings/0/request_body_check")
} else := object.union(found, {"expected": true}) if {
	found := fact.at(input.properties.request_body_check_enabled, "/properties/request_body_check_enabled")
}

# The defaults of azurerm are those of the policy_settings block, and of the
# Front Door resources, which have none. Without the block nothing is sent.
azurerm_defaults if is_object(input.properties.policy_settings[0])

azurerm_defaults if input.type in {"azurerm_cdn_frontdoor_firewall_policy", "azurerm_frontdoor_firewall_policy"}

settings_pointer := "/properties/policySettings" if {
	settings := input.properties.policySettings
	is_object(settings)
} else := "/properties/policy_settings/0" if {
	is_object(input.properties.policy_settings[0])
} else := "/properties"
