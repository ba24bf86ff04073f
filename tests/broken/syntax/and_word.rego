# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-012
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.and_word

deny contains "the account is open" if {
	input.properties.supportsHttpsTrafficOnly == false and input.properties.allowBlobPublicAccess == true
}
