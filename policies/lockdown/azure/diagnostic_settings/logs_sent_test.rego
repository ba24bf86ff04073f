package onus.lockdown.azure.diagnostic_settings.logs_sent_test

import data.onus.lockdown.azure.diagnostic_settings.logs_sent

test_arm_without_enabled_logs_denies if {
	logs_sent.deny == {{
		"message": "no log category is enabled",
		"pointer": "/properties/logs",
	}} with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"workspaceId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "logs": [{"category": "Audit", "enabled": false}], "metrics": [{"category": "AllMetrics", "enabled": true}]}}
}

test_arm_without_destination_denies if {
	logs_sent.deny == {{
		"message": "there is no destination",
		"pointer": "/properties",
	}} with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"workspaceId": null, "storageAccountId": "", "logs": [{"category": "Audit", "enabled": true}]}}
}

test_arm_one_enabled_category_allows if {
	count(logs_sent.deny) == 0 with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"workspaceId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "logs": [{"category": "Requests", "enabled": false}, {"category": "Audit", "enabled": true}]}}
}

test_arm_category_group_allows if {
	count(logs_sent.deny) == 0 with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"marketplacePartnerId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "logs": [{"categoryGroup": "allLogs", "enabled": true}]}}
}

test_azurerm_metrics_only_deny if {
	{finding.pointer | some finding in logs_sent.deny} == {"/properties/enabled_log"} with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"storage_account_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "enabled_log": [], "enabled_metric": [{"category": "AllMetrics"}]}}
}

test_azurerm_enabled_log_allows if {
	count(logs_sent.deny) == 0 with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"log_analytics_workspace_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "enabled_log": [{"category_group": "allLogs"}]}}
}

test_azurerm_3_log_that_is_off_denies if {
	logs_sent.deny == {{
		"message": "no log category is enabled",
		"pointer": "/properties/log",
	}} with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"eventhub_authorization_rule_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "log": [{"category": "AuditEvent", "enabled": false}]}}
}

test_azurerm_3_log_without_a_switch_takes_the_documented_default if {
	count(logs_sent.deny) == 0 with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"partner_solution_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "log": [{"category": "AuditEvent"}]}}
}

test_arm_event_hub_allows if {
	count(logs_sent.deny) == 0 with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"eventHubAuthorizationRuleId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "logs": [{"category": "Audit", "enabled": true}]}}
}

test_arm_storage_account_allows if {
	count(logs_sent.deny) == 0 with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"storageAccountId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "logs": [{"category": "Audit", "enabled": true}]}}
}

test_azurerm_storage_account_allows if {
	count(logs_sent.deny) == 0 with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"storage_account_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "enabled_log": [{"category": "Audit"}]}}
}

test_azurerm_list_of_no_blocks_denies if {
	{finding.pointer | some finding in logs_sent.deny} == {"/properties/enabled_log"} with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"storage_account_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "enabled_log": [null]}}
}

test_azurerm_3_log_allows if {
	count(logs_sent.deny) == 0 with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"eventhub_authorization_rule_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "log": [{"category": "AuditEvent", "enabled": true}]}}
}

test_missing_logs_deny if {
	logs_sent.deny == {{
		"message": "no log category is enabled",
		"pointer": "/properties",
	}} with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"workspaceId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w"}}
}

test_wrong_type_of_the_switch_denies if {
	count(logs_sent.deny) == 1 with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"workspaceId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "logs": [{"category": "Audit", "enabled": "true"}]}}
}

test_wrong_type_of_the_destination_denies if {
	count(logs_sent.deny) == 1 with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"workspaceId": true, "logs": [{"category": "Audit", "enabled": true}]}}
}

test_null_is_absent if {
	count(logs_sent.deny) == 1 with input as {"type": "microsoft.insights/diagnosticsettings", "properties": {"workspaceId": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/w", "logs": null}}
}

test_azurerm_block_without_a_category_denies if {
	every log in [{}, {"garbage": 1}, {"category": 7}, {"category_group": ""}, {"retention_policy": []}] {
		count(logs_sent.deny) == 1 with input as {"type": "azurerm_monitor_diagnostic_setting", "properties": {"storage_account_id": "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/s", "enabled_log": [log], "log": [log]}}
	}
}

applies_to(resource) if logs_sent.applies with input as resource

of(target) := {"id": sprintf("/subscriptions/0000/resourcegroups/rg/providers/%s/providers/microsoft.insights/diagnosticsettings/d", [target]), "type": "microsoft.insights/diagnosticsettings", "properties": {}}

test_settings_of_resources_without_logs_are_not_asked if {
	every target in [
		"microsoft.web/serverfarms/p",
		"Microsoft.Web/serverFarms/p",
		"microsoft.storage/storageaccounts/s",
		"microsoft.network/networkinterfaces/n",
		"microsoft.compute/virtualmachinescalesets/v",
		"microsoft.sql/servers/s/elasticpools/e",
		"microsoft.app/containerapps/a",
	] {
		not applies_to(of(target))
	}
}

test_settings_of_resources_with_logs_are_asked if {
	every target in [
		"microsoft.web/sites/a",
		"microsoft.web/sites/a/slots/b",
		"microsoft.storage/storageaccounts/s/blobservices/default",
		"microsoft.sql/servers/s/databases/d",
		"microsoft.keyvault/vaults/v",
		"microsoft.network/networksecuritygroups/n",
	] {
		applies_to(of(target))
	}
	applies_to({"id": "/subscriptions/0000/providers/microsoft.insights/diagnosticsettings/d", "type": "microsoft.insights/diagnosticsettings", "properties": {}})
	applies_to({"type": "microsoft.insights/diagnosticsettings", "properties": {}})
}

test_targets_of_templates_and_terraform if {
	not applies_to({"id": "d", "type": "microsoft.insights/diagnosticsettings", "properties": {}, "related": {"scope": [{"type": "microsoft.web/serverfarms"}]}})
	applies_to({"id": "d", "type": "microsoft.insights/diagnosticsettings", "properties": {}, "related": {"scope": [{"type": "microsoft.web/sites"}]}})
	not applies_to({"type": "azurerm_monitor_diagnostic_setting", "properties": {}, "related": {"target_resource_id": [{"type": "azurerm_service_plan"}]}})
	applies_to({"type": "azurerm_monitor_diagnostic_setting", "properties": {}, "related": {"target_resource_id": [{"type": "azurerm_key_vault"}]}})
	applies_to({"type": "azurerm_monitor_diagnostic_setting", "properties": {}, "related": {"target_resource_id": []}})
}

test_settings_that_could_be_for_several_resources if {
	not applies_to({"type": "azurerm_monitor_diagnostic_setting", "properties": {}, "related": {"target_resource_id": [{"type": "azurerm_service_plan"}, {"type": "azurerm_storage_account"}]}})
	applies_to({"type": "azurerm_monitor_diagnostic_setting", "properties": {}, "related": {"target_resource_id": [{"type": "azurerm_service_plan"}, {"type": "azurerm_key_vault"}]}})
}
