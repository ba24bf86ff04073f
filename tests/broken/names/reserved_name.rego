# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-094
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.reserved_name

deny contains "a rule allows" if {
	some data in input.properties.networkAcls.ipRules
	data.action == "Allow"
}
