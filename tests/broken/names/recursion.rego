# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-078
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.recursion

is_open(part) if part.access == "open"

is_open(part) if {
	some inner in part
	is_open(inner)
}

deny contains "something is open" if is_open(input.properties)
