# METADATA
# title: No unexpected key
# custom:
#   id: FUZZ-4
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.keys

allowed := {"flag", "supportsHttpsTrafficOnly"}

deny contains key if {
	some key, _ in input.properties
	not allowed[key]
}

deny contains "every" if every key, value in input.properties {
	key != "x"
	value != null
}
