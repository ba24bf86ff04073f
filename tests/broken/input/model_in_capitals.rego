# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-036
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.model_in_capitals

deny contains "plain HTTP is accepted" if {
	input.model == "PaaS"
	input.properties.supportsHttpsTrafficOnly == false
}
