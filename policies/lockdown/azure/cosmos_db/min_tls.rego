# METADATA
# title: Cosmos DB accounts ask for TLS 1.2
# description: TLS 1.0 and 1.1 have known weaknesses that let an attacker on the way read or change the data.
# related_resources:
# - ref: https://learn.microsoft.com/azure/cosmos-db/self-serve-minimum-tls-enforcement
# custom:
#   id: AZ-COSMOS-003
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.documentdb/databaseaccounts, azurerm_cosmosdb_account]
#   needs: []
#   remediation:
#     summary: Set the minimal TLS version to 1.2.
#     az: az cosmosdb update --resource-group {group} --name {name} --minimal-tls-version Tls12 --subscription {subscription}
#     terraform: minimal_tls_version = "Tls12"
#     arm: "properties: { minimalTlsVersion: 'Tls12' }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.cosmos_db.min_tls

import data.onus.lib.azure.cosmos_db

deny contains finding if {
	cosmos_db.min_tls_version.value != null
	not cosmos_db.min_tls_version.value in {"Tls12"}
	finding := {
		"message": "TLS versions below 1.2 are accepted",
		"pointer": cosmos_db.min_tls_version.pointer,
		"expected": "Tls12",
	}
}

deny contains finding if {
	cosmos_db.min_tls_version.value == null
	finding := {
		"message": "minimalTlsVersion was not collected: read it with API version 2022-11-15 or later, or set it",
		"pointer": cosmos_db.min_tls_version.pointer,
		"expected": "Tls12",
		"unknown": true,
	}
}
