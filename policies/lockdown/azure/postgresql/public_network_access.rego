# METADATA
# title: PostgreSQL flexible servers have no public endpoint
# description: While the public endpoint is on, one firewall rule too many, or a flaw in the server, is enough to reach the databases from the internet.
# related_resources:
# - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-public
# custom:
#   id: AZ-PG-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.dbforpostgresql/flexibleservers, azurerm_postgresql_flexible_server]
#   needs: []
#   remediation:
#     summary: Connect the clients through private endpoints or a virtual network, then disable public network access.
#     az: az postgres flexible-server update --ids {id} --public-access Disabled
#     terraform: public_network_access_enabled = false
#     arm: "properties: { network: { publicNetworkAccess: 'Disabled' } }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.postgresql.public_network_access

import data.onus.lib.azure.postgresql

deny contains finding if {
	access := postgresql.public_network_access
	not access.value in access.good
	not postgresql.in_virtual_network
	finding := {
		"message": "the public endpoint is on",
		"pointer": access.pointer,
		"expected": access.good[0],
	}
}
