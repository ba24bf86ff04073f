# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-011
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.and_operator

deny contains "the account is open" if {
	input.properties.supportsHttpsTrafficOnly == false && input.properties.allowBlobPublicAccess == true
}
