# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-095
#   severity: high
#   layer: network.controls
#   resources: [microsoft.compute/virtualmachines]
#   remediation:
#     summary: Change the setting.
package acme.need_undeclared

deny contains "the machine has a public address" if {
	some nic in input.related.nic
	some configuration in nic.properties.ipConfigurations
	configuration.properties.publicIPAddress
}
