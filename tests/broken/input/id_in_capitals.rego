# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-035
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.id_in_capitals

deny contains "plain HTTP is accepted" if {
	contains(input.id, "/resourceGroups/prod-")
	input.properties.supportsHttpsTrafficOnly == false
}
