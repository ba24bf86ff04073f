# METADATA
# title: MySQL flexible servers have no public endpoint
# description: While the public endpoint is on, one firewall rule too many, or a flaw in the server, is enough to reach the databases from the internet.
# related_resources:
# - ref: https://learn.microsoft.com/azure/mysql/flexible-server/concepts-networking-public
# custom:
#   id: AZ-MYSQL-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.dbformysql/flexibleservers, azurerm_mysql_flexible_server]
#   needs: []
#   remediation:
#     summary: Connect the clients through private endpoints or a virtual network, then disable public network access.
#     az: az mysql flexible-server update --ids {id} --public-access Disabled
#     terraform: public_network_access = "Disabled"
#     arm: "properties: { network: { publicNetworkAccess: 'Disabled' } }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.mysql.public_network_access

import data.onus.lib.azure.mysql

deny contains finding if {
	access := mysql.public_network_access
	not access.value in access.good
	not mysql.in_virtual_network
	finding := {
		"message": "the public endpoint is on",
		"pointer": access.pointer,
		"expected": access.good[0],
	}
}
