# METADATA
# title: Application gateways inspect requests with a web application firewall
# description: Without a firewall, known attacks on web applications, such as SQL injection, pass to the backends. A firewall policy guards the complete gateway, or each listener that names one.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/per-site-policies
# custom:
#   id: AZ-AGW-001
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.network/applicationgateways, azurerm_application_gateway]
#   needs: []
#   remediation:
#     summary: Use tier WAF_v2 and attach a web application firewall policy to the gateway.
#     az: az network application-gateway update --resource-group {group} --name {name} --set sku.name=WAF_v2 sku.tier=WAF_v2 firewallPolicy.id=POLICY_ID --subscription {subscription}
#     terraform: firewall_policy_id = azurerm_web_application_firewall_policy.example.id
#     arm: "properties: { firewallPolicy: { id: 'POLICY_ID' }, sku: { name: 'WAF_v2', tier: 'WAF_v2' } }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.azure.application_gateway.waf_enabled

import data.onus.lib.azure.application_gateway

deny contains finding if {
	count(application_gateway.guarded_listeners) == 0
	not application_gateway.has_firewall_policy
	application_gateway.waf_enabled.value != true
	finding := {
		"message": "no web application firewall covers the gateway",
		"pointer": application_gateway.waf_enabled.pointer,
		"expected": true,
	}
}

deny contains finding if {
	count(application_gateway.guarded_listeners) > 0
	some pointer in application_gateway.unguarded_listeners
	not application_gateway.has_firewall_policy
	application_gateway.waf_enabled.value != true
	finding := {
		"message": "other listeners have a web application firewall policy, and this one has none",
		"pointer": pointer,
	}
}
