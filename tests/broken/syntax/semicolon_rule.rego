# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-022
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.semicolon_rule

deny contains msg if {
	input.properties.supportsHttpsTrafficOnly == false,
	msg := "plain HTTP is accepted"
}
