# METADATA
# title: Plain HTTP is refused
# custom:
#   id: FUZZ-2
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.finding

default accepted := true

accepted := input.properties.supportsHttpsTrafficOnly == false

deny contains finding if {
	accepted
	finding := {
		"message": sprintf("it is %v", [input.properties.supportsHttpsTrafficOnly]),
		"pointer": "/properties/supportsHttpsTrafficOnly",
		"expected": true,
	}
}
