# METADATA
# title: SQL databases are encrypted at rest
# description: Without transparent data encryption, whoever gets at a data file or a backup reads the database.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-tde-overview
# custom:
#   id: AZ-SQL-004
#   severity: medium
#   layer: data
#   resources: [microsoft.sql/servers/databases, microsoft.sql/servers/databases/transparentdataencryption, azurerm_mssql_database]
#   needs: [children.microsoft.sql/servers/databases/transparentdataencryption]
#   remediation:
#     summary: Turn on transparent data encryption for the database.
#     az: az sql db tde set --ids {id} --status Enabled
#     terraform: transparent_data_encryption_enabled = true
#     arm: "properties: { state: 'Enabled' }"
#   frameworks: {mcsb: [DP-4]}
package onus.lockdown.azure.sql.transparent_data_encryption

import data.onus.lib.azure.sql

# ARM keeps the state in a resource below the database. Where the inventory has it, it is
# decided by itself, and the database is not. The system database master is omitted: Azure
# does not encrypt it this way, and it always reports Disabled.
default applies := true

applies := false if sql.master

applies := false if {
	sql.database
	sql.encryption_beside
}

deny contains finding if {
	sql.encryption_not_known
	finding := {
		"message": "the inventory does not have the `transparentDataEncryption` of the database, so its encryption at rest is not known",
		"pointer": "/properties",
		"expected": "Enabled",
		"unknown": true,
	}
}

deny contains finding if {
	not sql.encryption_not_known
	encryption := sql.encryption
	not encryption.value in encryption.good
	finding := {
		"message": "the database is not encrypted at rest",
		"pointer": encryption.pointer,
		"expected": encryption.good[0],
	}
}
