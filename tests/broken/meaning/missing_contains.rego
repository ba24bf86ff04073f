# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-003
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.missing_contains

deny[msg] if {
	input.properties.supportsHttpsTrafficOnly == false
	msg := "plain HTTP is accepted"
}
