# METADATA
# title: Arrays and objects
# custom:
#   id: FUZZ-8
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.unification

pair := [input.properties.flag, input.properties.supportsHttpsTrafficOnly]

deny contains "array" if {
	[flag, _] = pair
	flag == false
}

deny contains "object" if {
	{"flag": x} = {"flag": input.properties.flag}
	x != true
}

deny contains "later" if {
	y = input.properties.supportsHttpsTrafficOnly
	y == false
}
