# METADATA
# title: Web application firewall policies are on and block attacks
# description: A policy that is off, or in detection mode, lets attacks pass to the application.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/policy-overview
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-policy-settings
# custom:
#   id: AZ-WAF-001
#   severity: high
#   layer: network.controls
#   resources:
#     - microsoft.network/applicationgatewaywebapplicationfirewallpolicies
#     - microsoft.network/frontdoorwebapplicationfirewallpolicies
#     - azurerm_web_application_firewall_policy
#     - azurerm_cdn_frontdoor_firewall_policy
#     - azurerm_frontdoor_firewall_policy
#   needs: []
#   remediation:
#     summary: Enable the policy and set its mode to Prevention.
#     az: az resource update --ids {id} --set properties.policySettings.state=Enabled properties.policySettings.mode=Prevention
#     terraform: |-
#       policy_settings {
#         enabled = true
#         mode = "Prevention"
#       }
#     arm: "properties: { policySettings: { state: 'Enabled', mode: 'Prevention' } }"
#     variants:
#       front-door:
#         resources: "{microsoft.network/frontdoorwebapplicationfirewallpolicies,azurerm_cdn_frontdoor_firewall_policy,azurerm_frontdoor_firewall_policy}"
#         az: az resource update --ids {id} --set properties.policySettings.enabledState=Enabled properties.policySettings.mode=Prevention
#         arm: "properties: { policySettings: { enabledState: 'Enabled', mode: 'Prevention' } }"
#         terraform: |-
#           enabled = true
#           mode = "Prevention"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.azure.waf.prevention_mode

import data.onus.lib.azure.waf

deny contains finding if {
	waf.enabled.value != waf.enabled.expected
	finding := {
		"message": "the policy is off",
		"pointer": waf.enabled.pointer,
		"expected": waf.enabled.expected,
	}
}

deny contains finding if {
	waf.mode.value != "Prevention"
	finding := {
		"message": "attacks are logged, not blocked",
		"pointer": waf.mode.pointer,
		"expected": "Prevention",
	}
}
