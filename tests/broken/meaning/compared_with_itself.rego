# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-102
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.compared_with_itself

deny contains "it can be reached from everywhere" if {
	input.properties.publicNetworkAccess == input.properties.publicNetworkAccess
}
