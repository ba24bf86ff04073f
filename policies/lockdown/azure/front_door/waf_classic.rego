# METADATA
# title: Every frontend of a classic Front Door has a web application firewall policy
# description: Without a firewall, known attacks on web applications, such as SQL injection, pass to the backends. Whether the policy blocks is a control of its own.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/frontdoors
# custom:
#   id: AZ-FD-001
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.network/frontdoors, azurerm_frontdoor]
#   needs: []
#   remediation:
#     summary: Link a firewall policy to each frontend, or move to Front Door Premium, as the classic one is being retired.
#     az: az network front-door frontend-endpoint update --resource-group {group} --front-door-name {name} --name FRONTEND --waf-policy POLICY_ID --subscription {subscription}
#     terraform: frontend_endpoint { web_application_firewall_policy_link_id = azurerm_frontdoor_firewall_policy.example.id }
#     arm: "properties: { frontendEndpoints: [ { properties: { webApplicationFirewallPolicyLink: { id: 'POLICY_ID' } } } ] }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.azure.front_door.waf_classic

import data.onus.lib.azure.front_door

default applies := true

applies := false if front_door.off

deny contains finding if {
	some frontend in front_door.frontends
	not front_door.guarded(frontend)
	finding := {
		"message": "no web application firewall covers the frontend",
		"pointer": frontend.pointer,
	}
}

# Every Front Door has at least one.
deny contains finding if {
	count(front_door.frontends) == 0
	finding := {
		"message": "the frontends were not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}
