# METADATA
# title: Key vaults send their audit log somewhere
# description: The audit log says who read which secret, key or certificate. A vault keeps none of it unless a diagnostic setting sends it on.
# related_resources:
# - ref: https://learn.microsoft.com/azure/key-vault/general/logging
# - ref: https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-keyvault-vaults-logs
# - ref: https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/list
# - ref: https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources
# custom:
#   id: AZ-KV-005
#   severity: medium
#   layer: configuration
#   resources: [microsoft.keyvault/vaults, azurerm_key_vault]
#   needs: [diagnostics]
#   remediation:
#     summary: Add a diagnostic setting that sends the category group `audit` to a workspace, a storage account or an event hub. Where the settings were not collected (Resource Graph does not list them), save what `az rest` prints and give onus both files. If it prints none, say so under `[[collected]]` in onus.toml (docs/collected.md).
#     az: az monitor diagnostic-settings create --name audit --resource {id} --workspace WORKSPACE_ID --logs '[{"categoryGroup":"audit","enabled":true}]'
#     collect: az rest --url https://management.azure.com{id}/providers/Microsoft.Insights/diagnosticSettings --url-parameters api-version=2021-05-01-preview
#     terraform: |-
#       resource "azurerm_monitor_diagnostic_setting" "example" {
#         name = "audit"
#         target_resource_id = azurerm_key_vault.example.id
#         log_analytics_workspace_id = azurerm_log_analytics_workspace.example.id
#         enabled_log { category_group = "audit" }
#       }
#     arm: "type: 'Microsoft.Insights/diagnosticSettings', name: 'audit', properties: { workspaceId: 'WORKSPACE_ID', logs: [ { categoryGroup: 'audit', enabled: true } ] }"
#   frameworks: {mcsb: [LT-3]}
package onus.lockdown.azure.key_vault.audit_log

import data.onus.lib.azure.diagnostics

sent if "AuditEvent" in diagnostics.categories

sent if "audit" in diagnostics.groups

sent if "allLogs" in diagnostics.groups

deny contains finding if {
	not sent
	some pointer in diagnostics.pointers
	finding := {
		"message": "this diagnostic setting does not send the audit log",
		"pointer": pointer,
	}
}

deny contains finding if {
	count(diagnostics.pointers) == 0
	diagnostics.collected
	finding := {
		"message": "the vault has no diagnostic setting",
		"pointer": "/properties",
	}
}

deny contains finding if {
	count(diagnostics.pointers) == 0
	not diagnostics.collected
	finding := {
		"message": "the inventory does not have the diagnostic settings of the vault, so whether the audit log is sent anywhere is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
