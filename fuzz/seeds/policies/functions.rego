# METADATA
# title: Helpers
# custom:
#   id: FUZZ-5
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.functions

flag(properties) := properties.flag

flag_of(resource) := value if {
	value := flag(resource.properties)
} else := "none"

deny contains "flag" if flag_of(input) == false

deny contains "else" if {
	flag_of(object.union(input, {"properties": {}})) == "none"
	input.tags.env == "a"
}
