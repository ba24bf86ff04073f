# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.v0_deny

deny[msg] {
	input.properties.supportsHttpsTrafficOnly == false
	msg := "plain HTTP is accepted"
}
