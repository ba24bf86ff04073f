# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-002
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.missing_if

deny contains msg {
	input.properties.supportsHttpsTrafficOnly == false
	msg := "plain HTTP is accepted"
}
