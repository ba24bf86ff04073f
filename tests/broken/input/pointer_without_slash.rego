# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-089
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.pointer_without_slash

deny contains {"message": "plain HTTP is accepted", "pointer": "properties.supportsHttpsTrafficOnly"} if {
	input.properties.supportsHttpsTrafficOnly == false
}
