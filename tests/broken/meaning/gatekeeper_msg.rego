# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-008
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.gatekeeper_msg

deny contains {"msg": msg, "details": {}} if {
	input.properties.supportsHttpsTrafficOnly == false
	msg := "plain HTTP is accepted"
}
