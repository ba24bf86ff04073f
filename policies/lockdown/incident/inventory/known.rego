# METADATA
# title: What an incident hit is in the inventory
# description: What nobody lists nobody looks after, and of what is gone or misspelt nobody can tell whose it was. Decided where inventories are given beside the record, and the record names what was hit by its id.
# related_resources:
# - ref: https://learn.microsoft.com/security/benchmark/azure/mcsb-asset-management
# - ref: https://www.cisecurity.org/controls/inventory-and-control-of-enterprise-assets
# custom:
#   id: INC-INVENTORY-001
#   severity: low
#   layer: configuration
#   resources: [incident/affected]
#   needs: [affected]
#   remediation:
#     summary: Compare the id with the inventory's, and export the part of the estate that is missing. Where the resource is gone, give the inventory from before.
#     az: az resource show --ids ID
#   frameworks: {mcsb: [AM-1], nist-800-53: [CM-8]}
package onus.lockdown.incident.inventory.known

import data.onus.lib.incident.record
import data.onus.lib.relation

applies if {
	record.written(input.raw.id)
	some kind in input.coverage.types
	not startswith(kind, "incident/")
}

deny contains finding if {
	count(relation.named("affected")) == 0
	finding := {
		"message": "no inventory that was given holds what was hit",
		"pointer": "/raw/id",
		"unknown": true,
	}
}
