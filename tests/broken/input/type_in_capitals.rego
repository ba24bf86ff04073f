# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-034
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.type_in_capitals

applies if input.type == "Microsoft.Storage/storageAccounts"

deny contains "plain HTTP is accepted" if {
	applies
	input.properties.supportsHttpsTrafficOnly == false
}
