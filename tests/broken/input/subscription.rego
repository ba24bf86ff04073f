# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-100
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.subscription

deny contains "plain HTTP is accepted" if {
	input.subscriptionId != "00000000-0000-4000-8000-000000000001"
	input.properties.supportsHttpsTrafficOnly == false
}
