# METADATA
# title: Cosmos DB accounts accept Microsoft Entra identities only
# description: An account key opens all data of the account to whoever holds it, and no log ties it to a person.
# related_resources:
# - ref: https://learn.microsoft.com/azure/cosmos-db/nosql/security/how-to-disable-key-based-authentication
# custom:
#   id: AZ-COSMOS-001
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.documentdb/databaseaccounts, azurerm_cosmosdb_account]
#   needs: []
#   remediation:
#     summary: Grant data-plane roles to the identities that use the account, then disable key-based authentication.
#     az: az resource update --ids {id} --set properties.disableLocalAuth=true
#     terraform: |-
#       local_authentication_enabled = false
#       # azurerm 3: local_authentication_disabled = true
#     arm: "properties: { disableLocalAuth: true }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.cosmos_db.local_auth

import data.onus.lib.azure.cosmos_db

# The MongoDB API knows no Microsoft Entra identities, so keys cannot be turned off.
applies if cosmos_db.kind.value != "MongoDB"

deny contains finding if {
	cosmos_db.local_auth.value != cosmos_db.local_auth.expected
	finding := {
		"message": "account keys are accepted",
		"pointer": cosmos_db.local_auth.pointer,
		"expected": cosmos_db.local_auth.expected,
	}
}
