# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-020
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.missing_some

deny contains "a rule lets everyone in" if {
	rule in input.properties.networkAcls.ipRules
	rule.value == "0.0.0.0/0"
}
