# METADATA
# title: SQL servers have no public endpoint
# description: While the public endpoint is on, one firewall rule too many, or a flaw in the server, is enough to reach the databases from the internet.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings
# custom:
#   id: AZ-SQL-002
#   severity: high
#   layer: network.controls
#   resources: [microsoft.sql/servers, azurerm_mssql_server]
#   needs: []
#   remediation:
#     summary: Connect the clients through private endpoints or a virtual network, then disable public network access.
#     az: az sql server update --ids {id} --enable-public-network false
#     terraform: public_network_access_enabled = false
#     arm: "properties: { publicNetworkAccess: 'Disabled' }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.sql.public_network_access

import data.onus.lib.azure.perimeter
import data.onus.lib.azure.sql

deny contains finding if {
	access := sql.public_network_access
	not access.value in access.good
	not perimeter.secured(access.value)
	finding := {
		"message": "the public endpoint is on",
		"pointer": access.pointer,
		"expected": access.good[0],
	}
}

deny contains finding if {
	perimeter.secured(sql.public_network_access.value)
	finding := perimeter.finding(sql.public_network_access, "Disabled")
}
