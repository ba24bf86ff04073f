# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-077
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.clock_loop

deny contains "the key is old" if {
	some day in numbers.range(0, 3650)
	opa.runtime().env.TODAY == sprintf("%d", [day])
}
