# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-015
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.unclosed_brace

deny contains msg if {
	input.properties.supportsHttpsTrafficOnly == false
	msg := "plain HTTP is accepted"

is_public if input.properties.publicNetworkAccess == "Enabled"
