# METADATA
# title: Endpoints and domains of Front Door have a web application firewall policy
# description: A firewall guards only what a security policy names. The endpoint's own host name stays reachable beside a custom domain, and needs the policy as well. Whether the policy blocks is a control of its own.
# related_resources:
# - ref: https://learn.microsoft.com/azure/frontdoor/web-application-firewall
# - ref: https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/securitypolicies
# - ref: https://github.com/Azure/azure-rest-api-specs/blob/8dbd2965681ecd50b45d26e5bdf5fcbdd75016e9/specification/cdn/resource-manager/Microsoft.Cdn/stable/2024-02-01/examples/SecurityPolicies_ListByProfile.json
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_security_policy
# custom:
#   id: AZ-FD-002
#   severity: medium
#   layer: network.controls
#   resources:
#     - microsoft.cdn/profiles/afdendpoints
#     - microsoft.cdn/profiles/customdomains
#     - azurerm_cdn_frontdoor_endpoint
#     - azurerm_cdn_frontdoor_custom_domain
#   needs: [children.microsoft.cdn/profiles/securitypolicies, children.azurerm_cdn_frontdoor_security_policy]
#   remediation:
#     summary: Name the endpoint or domain in a security policy of its profile, for all paths.
#     az: az afd security-policy create --resource-group {group} --profile-name {parent} --security-policy-name POLICY --domains {id} --waf-policy WAF_POLICY_ID --subscription {subscription}
#     terraform: |-
#       resource "azurerm_cdn_frontdoor_security_policy" "example" {
#         name = "firewall"
#         cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.example.id
#         security_policies {
#           firewall {
#             cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.example.id
#             association {
#               domain { cdn_frontdoor_domain_id = azurerm_cdn_frontdoor_endpoint.example.id }
#               patterns_to_match = ["/*"]
#             }
#           }
#         }
#       }
#     collect: az rest --url https://management.azure.com/subscriptions/{account}/resourceGroups/{group}/providers/Microsoft.Cdn/profiles/{parent}/securityPolicies --url-parameters api-version=2024-02-01
#     arm: "type: 'Microsoft.Cdn/profiles/securityPolicies', properties: { parameters: { type: 'WebApplicationFirewall', wafPolicy: { id: 'WAF_POLICY_ID' }, associations: [ { domains: [ { id: 'ENDPOINT_ID' } ], patternsToMatch: [ '/*' ] } ] } }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.azure.front_door.waf

import data.onus.lib.azure.front_door

default applies := true

applies := false if front_door.off

deny contains finding if {
	count(front_door.security_policies) == 0
	front_door.collected
	finding := {
		"message": "no security policy names this, so no web application firewall guards it",
		"pointer": "/properties",
	}
}

deny contains finding if {
	count(front_door.security_policies) == 0
	not front_door.collected
	finding := {
		"message": "the inventory does not have the security policies of the endpoint, so whether a firewall guards it is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	count(front_door.security_policies) > 0
	count(front_door.whole) == 0
	finding := {
		"message": "the firewall guards some paths only",
		"pointer": "/properties",
	}
}
