# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-085
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.variable_unused

deny contains "there are rules" if {
	some index, rule in input.properties.networkAcls.ipRules
	rule.action == "Allow"
}
