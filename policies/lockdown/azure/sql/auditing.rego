# METADATA
# title: SQL servers write an audit log
# description: Without one, nobody can tell afterwards who signed in, who read what, and who changed permissions. Where Azure Monitor takes the events, the diagnostic setting of the server's `master` database has to send them on; that is not looked at here.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-sql/database/auditing-overview
# - ref: https://learn.microsoft.com/rest/api/sql/server-blob-auditing-policies/list-by-server
# custom:
#   id: AZ-SQL-005
#   severity: medium
#   layer: configuration
#   resources: [microsoft.sql/servers, azurerm_mssql_server]
#   needs: [auditing]
#   remediation:
#     summary: Turn on auditing for the server, to a storage account, a Log Analytics workspace or an event hub. Where the settings were not collected, save what `az rest` prints and give onus both files. If it prints none, say so under `[[collected]]` in onus.toml (docs/collected.md).
#     az: az sql server audit-policy update --ids {id} --state Enabled --log-analytics-target-state Enabled --log-analytics-workspace-resource-id WORKSPACE_ID
#     collect: az rest --url https://management.azure.com{id}/auditingSettings --url-parameters api-version=2021-11-01
#     terraform: |-
#       resource "azurerm_mssql_server_extended_auditing_policy" "example" {
#         server_id = azurerm_mssql_server.example.id
#         log_monitoring_enabled = true
#       }
#     arm: "type: 'Microsoft.Sql/servers/auditingSettings', name: 'default', properties: { state: 'Enabled', isAzureMonitorTargetEnabled: true }"
#     variants:
#       off:
#         pointer: "/related/auditing/**"
#         arm: "properties: { state: 'Enabled' }"
#         terraform: enabled = true
#   frameworks: {mcsb: [LT-3]}
package onus.lockdown.azure.sql.auditing

import data.onus.lib.azure.sql_auditing

deny contains finding if {
	some setting in sql_auditing.settings
	not setting.values in setting.good
	finding := {
		"message": "auditing is turned off",
		"pointer": setting.pointer,
		"expected": setting.expected,
	}
}

deny contains finding if {
	count(sql_auditing.settings) == 0
	sql_auditing.collected
	finding := {
		"message": "the server has no auditing settings",
		"pointer": "/properties",
	}
}

deny contains finding if {
	count(sql_auditing.settings) == 0
	not sql_auditing.collected
	finding := {
		"message": "the inventory does not have the auditing settings of the server, so whether it writes an audit log is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
