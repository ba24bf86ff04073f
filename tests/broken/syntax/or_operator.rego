# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-096
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.or_operator

deny contains "the account is open" if {
	input.properties.supportsHttpsTrafficOnly == false || input.properties.allowBlobPublicAccess == true
}
