# METADATA
# title: Network security perimeters
# description: |
#   `publicNetworkAccess` of a service can be `SecuredByPerimeter`: then the access rules
#   of a network security perimeter decide who reaches the public endpoint, and the
#   service's own network rules do not. The rules are resources below the perimeter, and
#   can let in the complete internet or nobody: the service's own record does not show it. All
#   services are treated alike, also those with a schema that does not list the value yet.
# related_resources:
# - ref: https://learn.microsoft.com/azure/private-link/network-security-perimeter-concepts
# - ref: https://learn.microsoft.com/azure/private-link/network-security-perimeter-transition
package onus.lib.azure.perimeter

# secured(value): this value of `publicNetworkAccess` leaves the decision to a perimeter.
secured(value) if {
	is_string(value)
	lower(value) == "securedbyperimeter"
}

# finding(access, expected): what a control reports of such a service; `access` is the
# fact, `expected` the value that closes the public endpoint.
finding(access, expected) := {
	"message": "`publicNetworkAccess` is SecuredByPerimeter: the access rules of the perimeter decide who is let in, and they were not assessed",
	"pointer": access.pointer,
	"expected": expected,
	"unknown": true,
}
