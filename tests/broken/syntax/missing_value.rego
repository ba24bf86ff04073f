# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-097
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.missing_value

deny contains "plain HTTP is accepted" if {
	input.properties.supportsHttpsTrafficOnly ==
}
