package onus.lockdown.azure.key_vault.audit_log_test

import data.onus.lockdown.azure.key_vault.audit_log

arm(settings) := {
	"type": "microsoft.keyvault/vaults",
	"properties": {},
	"related": {"diagnostics": [{"type": "microsoft.insights/diagnosticsettings", "properties": properties} | some properties in settings]},
	"coverage": {"types": ["microsoft.keyvault/vaults", "microsoft.insights/diagnosticsettings"]},
	"unresolved": [],
}

azurerm(settings) := {
	"type": "azurerm_key_vault",
	"properties": {},
	"related": {"diagnostics": [{"type": "azurerm_monitor_diagnostic_setting", "properties": properties} | some properties in settings]},
	"coverage": {"types": ["azurerm_key_vault", "azurerm_monitor_diagnostic_setting"]},
	"unresolved": [],
}

statuses(findings) := {object.get(finding, "unknown", false) | some finding in findings}

test_arm_audit_category_allows if {
	count(audit_log.deny) == 0 with input as arm([{"logs": [{"category": "AuditEvent", "enabled": true}]}])
}

test_arm_groups_allow if {
	count(audit_log.deny) == 0 with input as arm([{"logs": [{"category": null, "categoryGroup": "audit", "enabled": true}]}])
	count(audit_log.deny) == 0 with input as arm([{"logs": [{"categoryGroup": "allLogs", "enabled": true}]}])
}

test_arm_one_of_several_settings_allows if {
	count(audit_log.deny) == 0 with input as arm([{"logs": []}, {"logs": [{"categoryGroup": "audit", "enabled": true}]}])
}

test_arm_category_that_is_off_denies if {
	audit_log.deny == {{
		"message": "this diagnostic setting does not send the audit log",
		"pointer": "/related/diagnostics/0/properties",
	}} with input as arm([{"logs": [{"category": "AuditEvent", "enabled": false}]}])
}

test_arm_parts_of_several_settings_do_not_add_up if {
	findings := audit_log.deny with input as arm([
		{"logs": [{"category": "AuditEvent", "enabled": false}]},
		{"logs": [{"category": "AzurePolicyEvaluationDetails", "enabled": true}]},
	])
	count(findings) == 2
}

test_arm_missing_switch_denies if {
	count(audit_log.deny) == 1 with input as arm([{"logs": [{"category": "AuditEvent"}]}])
}

test_arm_missing_logs_deny if {
	statuses(audit_log.deny) == {false} with input as arm([{"metrics": [{"category": "AllMetrics", "enabled": true}]}])
}

test_arm_wrong_types_deny if {
	count(audit_log.deny) == 1 with input as arm([{"logs": [{"category": "AuditEvent", "enabled": "true"}]}])
	count(audit_log.deny) == 1 with input as arm([{"logs": {"a": {"category": "AuditEvent", "enabled": true}}}])
	count(audit_log.deny) == 1 with input as arm([{"logs": [{"category": ["AuditEvent"], "enabled": true}]}])
}

test_arm_vault_without_settings_denies if {
	audit_log.deny == {{
		"message": "the vault has no diagnostic setting",
		"pointer": "/properties",
	}} with input as arm([])
}

test_arm_settings_that_are_not_collected_are_unknown if {
	input_document := object.union(arm([]), {"coverage": {"types": ["microsoft.keyvault/vaults", "azurerm_monitor_diagnostic_setting"]}})
	statuses(audit_log.deny) == {true} with input as input_document
}

test_azurerm_enabled_log_allows if {
	count(audit_log.deny) == 0 with input as azurerm([{"enabled_log": [{"category": "AuditEvent", "category_group": null}]}])
	count(audit_log.deny) == 0 with input as azurerm([{"enabled_log": [{"category_group": "audit"}]}])
	count(audit_log.deny) == 0 with input as azurerm([{"enabled_log": [{"category_group": "allLogs"}]}])
}

test_azurerm_other_category_denies if {
	statuses(audit_log.deny) == {false} with input as azurerm([{"enabled_log": [{"category": "AzurePolicyEvaluationDetails"}]}])
}

test_azurerm_metrics_only_deny if {
	count(audit_log.deny) == 1 with input as azurerm([{"enabled_log": [], "enabled_metric": [{"category": "AllMetrics"}]}])
}

test_azurerm_3_log_is_on_by_default if {
	count(audit_log.deny) == 0 with input as azurerm([{"log": [{"category": "AuditEvent"}]}])
	count(audit_log.deny) == 0 with input as azurerm([{"log": [{"category_group": "audit", "enabled": true}]}])
}

test_azurerm_3_log_that_is_off_denies if {
	count(audit_log.deny) == 1 with input as azurerm([{"log": [{"category": "AuditEvent", "enabled": false}]}])
}

test_azurerm_vault_without_settings_denies if {
	statuses(audit_log.deny) == {false} with input as azurerm([])
}

test_azurerm_settings_that_are_not_collected_are_unknown if {
	input_document := object.union(azurerm([]), {"coverage": {"types": ["azurerm_key_vault"]}})
	statuses(audit_log.deny) == {true} with input as input_document
}
