# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-093
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.walk_assigned

deny contains "something is open" if {
	[path, value] := walk(input.properties)
	value == "open"
}
