# METADATA
# title: Front Door facts
# description: |
#   Classic Front Doors name the firewall policy of each frontend. Since Standard and
#   Premium, security policies of the profile name the endpoints and custom domains
#   that a firewall policy guards, and for which paths.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/frontdoors
# - ref: https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/securitypolicies
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/frontdoor
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_security_policy
package onus.lib.azure.front_door

import data.onus.lib.relation

# The frontends of a classic Front Door: where, and the id of the firewall policy, in
# a list that is empty where there is none.
frontends contains {"pointer": sprintf("/properties/frontendEndpoints/%d", [i]), "policies": policies} if {
	is_array(input.properties.frontendEndpoints)
	some i, frontend in input.properties.frontendEndpoints
	policies := [id | id := frontend.properties.webApplicationFirewallPolicyLink.id]
}

frontends contains {"pointer": sprintf("/properties/frontend_endpoint/%d", [i]), "policies": policies} if {
	is_array(input.properties.frontend_endpoint)
	some i, frontend in input.properties.frontend_endpoint
	policies := [id | id := frontend.web_application_firewall_policy_link_id]
}

# guarded(frontend): its policy is a firewall policy of Front Door.
guarded(frontend) if {
	some id in frontend.policies
	is_string(id)
	contains(lower(id), "/frontdoorwebapplicationfirewallpolicies/")
}

# A Front Door or an endpoint that is off answers nobody.
off if input.properties.enabledState == "Disabled"

off if input.properties.load_balancer_enabled == false

off if input.properties.enabled == false

# Security policies that name the endpoint or domain.
security_policies contains policy.id if {
	some policy in input.related.children["microsoft.cdn/profiles/securitypolicies"]
}

security_policies contains policy.id if {
	some policy in input.related.children.azurerm_cdn_frontdoor_security_policy
}

# Those that do so for all paths; azurerm takes no others.
whole contains policy.id if {
	some policy in input.related.children["microsoft.cdn/profiles/securitypolicies"]
	policy.properties.parameters.type == "WebApplicationFirewall"
	is_array(policy.properties.parameters.associations)
	some association in policy.properties.parameters.associations
	is_array(association.domains)
	is_array(association.patternsToMatch)
	"/*" in association.patternsToMatch
	some domain in association.domains
	lower(domain.id) == input.id
}

whole contains policy.id if {
	some policy in input.related.children.azurerm_cdn_frontdoor_security_policy
}

collected if {
	startswith(input.type, "microsoft.")
	relation.collected(["microsoft.cdn/profiles/securitypolicies"])
}

collected if {
	startswith(input.type, "azurerm_")
	relation.collected(["azurerm_cdn_frontdoor_security_policy"])
}
