# METADATA
# title: PostgreSQL flexible servers sign users in through Microsoft Entra only
# description: PostgreSQL passwords stand outside multifactor authentication, conditional access and the offboarding of people who leave.
# related_resources:
# - ref: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-azure-ad-authentication
# custom:
#   id: AZ-PG-002
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.dbforpostgresql/flexibleservers, azurerm_postgresql_flexible_server]
#   needs: []
#   remediation:
#     summary: Turn on Microsoft Entra authentication, move the users over and turn password authentication off.
#     az: az postgres flexible-server update --ids {id} --microsoft-entra-auth Enabled --password-auth Disabled
#     terraform: |-
#       authentication {
#         active_directory_auth_enabled = true
#         password_auth_enabled = false
#       }
#     arm: "properties: { authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' } }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.postgresql.entra_only

import data.onus.lib.azure.postgresql

deny contains finding if {
	entra := postgresql.entra_authentication
	not entra.value in entra.good
	finding := {
		"message": "identities from Microsoft Entra cannot sign in",
		"pointer": entra.pointer,
		"expected": entra.good[0],
	}
}

deny contains finding if {
	password := postgresql.password_authentication
	not password.value in password.good
	finding := {
		"message": "passwords of the database are accepted",
		"pointer": password.pointer,
		"expected": password.good[0],
	}
}
