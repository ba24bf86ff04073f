# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-084
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.every_on_absent

deny contains "every rule allows" if {
	every rule in input.properties.networkAcls.ipRules {
		rule.action == "Allow"
	}
}
