# METADATA
# title: SQL servers sign users in through Microsoft Entra only
# description: SQL logins have passwords of their own, outside multifactor authentication, conditional access and the offboarding of people who leave.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-only-authentication
# custom:
#   id: AZ-SQL-003
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.sql/servers, azurerm_mssql_server]
#   needs: []
#   remediation:
#     summary: Set a Microsoft Entra administrator and turn on Microsoft Entra-only authentication.
#     az: az sql server ad-only-auth enable --resource-group {group} --name {name} --subscription {subscription}
#     terraform: azuread_administrator { azuread_authentication_only = true }
#     arm: "properties: { administrators: { azureADOnlyAuthentication: true } }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.sql.entra_only

import data.onus.lib.azure.sql

deny contains finding if {
	sql.entra_only.value != true
	finding := {
		"message": "logins with SQL passwords are accepted",
		"pointer": sql.entra_only.pointer,
		"expected": true,
	}
}
