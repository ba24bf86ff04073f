# METADATA
# title: Nothing is null
# custom:
#   id: FUZZ-7
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.walking

deny contains message if {
	walk(input.properties, [path, value])
	value == "true"
	message := concat("/", [sprintf("%v", [part]) | some part in path])
}
