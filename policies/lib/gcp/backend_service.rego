# METADATA
# title: Facts about backend services of load balancers
# description: |
#   Global and regional backend services, as Cloud Asset Inventory and the google
#   provider of Terraform have them.
# related_resources:
# - ref: https://docs.cloud.google.com/load-balancing/docs/backend-service
# - ref: https://docs.cloud.google.com/compute/docs/reference/rest/v1/backendServices
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_backend_service
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_region_backend_service
package onus.lib.gcp.backend_service

import data.onus.lib.fact

# Who reaches the load balancer. The provider's defaults: everybody for global
# services, the network for regional ones.
scheme := found if {
	found := fact.at(input.properties.loadBalancingScheme, "/properties/loadBalancingScheme")
} else := found if {
	found := fact.at(input.properties.load_balancing_scheme, "/properties/load_balancing_scheme")
} else := fact.assumed("INTERNAL", "/properties") if {
	input.type == "google_compute_region_backend_service"
} else := fact.assumed("EXTERNAL", "/properties")

# What the load balancer speaks to its backends.
protocol := found if {
	found := fact.at(input.properties.protocol, "/properties/protocol")
} else := fact.assumed("HTTP", "/properties")

# The policy of Cloud Armor that requests pass on their way to the backends; none by
# default. One for the edge stands elsewhere, and sees neither bodies nor what SQL
# injections look like.
security_policy := found if {
	found := fact.at(input.properties.securityPolicy, "/properties/securityPolicy")
} else := found if {
	found := fact.at(input.properties.security_policy, "/properties/security_policy")
} else := fact.assumed("", "/properties")
