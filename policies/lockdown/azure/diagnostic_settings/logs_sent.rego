# METADATA
# title: Diagnostic settings send at least one log category to a destination
# description: A setting that sends metrics only, or sends nowhere, leaves no trace of what happened to the resource.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
# - ref: https://learn.microsoft.com/azure/azure-monitor/reference/logs-index
# custom:
#   id: AZ-DIAG-001
#   severity: medium
#   layer: configuration
#   resources: [microsoft.insights/diagnosticsettings, azurerm_monitor_diagnostic_setting]
#   needs: [scope, target_resource_id]
#   remediation:
#     summary: Enable the log category group that the service offers, and name a destination.
#     az: az monitor diagnostic-settings create --name {name} --resource RESOURCE_ID --workspace WORKSPACE_ID --logs '[{"categoryGroup":"allLogs","enabled":true}]' --subscription {subscription}
#     terraform: |-
#       log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id
#       enabled_log { category_group = "allLogs" }
#     arm: "properties: { workspaceId: 'WORKSPACE_ID', logs: [ { categoryGroup: 'allLogs', enabled: true } ] }"
#   frameworks: {mcsb: [LT-3]}
package onus.lockdown.azure.diagnostic_settings.logs_sent

import data.onus.lib.azure.diagnostic_settings

# Of a resource that has metrics only, no setting could send logs.
default applies := true

applies := false if diagnostic_settings.metrics_only

deny contains finding if {
	not diagnostic_settings.sends_logs
	finding := {
		"message": "no log category is enabled",
		"pointer": diagnostic_settings.logs_pointer,
	}
}

deny contains finding if {
	count(diagnostic_settings.destinations) == 0
	finding := {
		"message": "there is no destination",
		"pointer": "/properties",
	}
}
