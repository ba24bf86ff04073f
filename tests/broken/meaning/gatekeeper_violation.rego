# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-007
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.gatekeeper_violation

violation contains {"msg": msg} if {
	input.properties.supportsHttpsTrafficOnly == false
	msg := "plain HTTP is accepted"
}
