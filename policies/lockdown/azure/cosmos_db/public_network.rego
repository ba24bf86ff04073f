# METADATA
# title: Cosmos DB accounts answer on private endpoints only
# description: A public endpoint lets a stolen key or token read the data from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints
# - ref: https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall
# custom:
#   id: AZ-COSMOS-002
#   severity: high
#   layer: network.controls
#   resources: [microsoft.documentdb/databaseaccounts, azurerm_cosmosdb_account]
#   needs: []
#   remediation:
#     summary: Add a private endpoint, then turn public network access off.
#     az: az cosmosdb update --resource-group {group} --name {name} --public-network-access DISABLED --subscription {subscription}
#     terraform: public_network_access_enabled = false
#     arm: "properties: { publicNetworkAccess: 'Disabled' }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.cosmos_db.public_network

import data.onus.lib.azure.cosmos_db
import data.onus.lib.azure.perimeter

deny contains finding if {
	cosmos_db.public_network.value != cosmos_db.public_network.expected
	not perimeter.secured(cosmos_db.public_network.value)
	finding := {
		"message": "the public endpoint answers",
		"pointer": cosmos_db.public_network.pointer,
		"expected": cosmos_db.public_network.expected,
	}
}

deny contains finding if {
	perimeter.secured(cosmos_db.public_network.value)
	finding := perimeter.finding(cosmos_db.public_network, cosmos_db.public_network.expected)
}
