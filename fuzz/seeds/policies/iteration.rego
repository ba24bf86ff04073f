# METADATA
# title: No rule without a value
# custom:
#   id: FUZZ-3
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Set it}
package acme.iteration

import rego.v1

rules contains rule if some rule in input.properties.networkAcls.ipRules

deny contains message if {
	some index, rule in input.properties.networkAcls.ipRules
	not rule.value
	message := sprintf("rule %d has no value", [index])
}

deny contains "a rule is a number" if {
	some rule in rules
	is_number(rule)
}
