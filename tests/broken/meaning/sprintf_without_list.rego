# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-090
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.sprintf_without_list

deny contains msg if {
	input.properties.supportsHttpsTrafficOnly == false
	msg := sprintf("%s accepts plain HTTP", input.location)
}
