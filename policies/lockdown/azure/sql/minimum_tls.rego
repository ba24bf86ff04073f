# METADATA
# title: SQL servers accept TLS 1.2 or newer only
# description: TLS 1.0 and 1.1 have known weaknesses that let an attacker on the path read or change data; without a minimum a client may even connect unencrypted.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings
# custom:
#   id: AZ-SQL-001
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.sql/servers, azurerm_mssql_server]
#   needs: []
#   remediation:
#     summary: Set the minimum TLS version to 1.2.
#     az: az sql server update --ids {id} --minimal-tls-version 1.2
#     terraform: minimum_tls_version = "1.2"
#     arm: "properties: { minimalTlsVersion: '1.2' }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.sql.minimum_tls

import data.onus.lib.azure.sql

deny contains finding if {
	version := sql.minimum_tls.value
	not version in {"1.2", "1.3"}
	finding := {
		"message": "versions of TLS older than 1.2 are accepted",
		"pointer": sql.minimum_tls.pointer,
		"expected": "1.2",
	}
}
