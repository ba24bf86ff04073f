# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-037
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.phase_misspelled

deny contains "plain HTTP is accepted" if {
	input.phase == "plan"
	input.properties.supportsHttpsTrafficOnly == false
}
