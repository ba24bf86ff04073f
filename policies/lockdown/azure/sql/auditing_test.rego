package onus.lockdown.azure.sql.auditing_test

import data.onus.lockdown.azure.sql.auditing

arm(settings, types) := {
	"type": "microsoft.sql/servers",
	"properties": {},
	"related": {"auditing": settings},
	"coverage": {"types": types},
	"unresolved": [],
}

setting(properties) := {
	"type": "microsoft.sql/servers/auditingsettings",
	"properties": properties,
	"related": {},
	"unresolved": [],
}

extended(properties) := object.union(setting(properties), {"type": "microsoft.sql/servers/extendedauditingsettings"})

collected := ["microsoft.sql/servers", "microsoft.sql/servers/auditingsettings"]

azurerm(settings, types) := object.union(arm(settings, types), {"type": "azurerm_mssql_server"})

policy(properties) := object.union(setting(properties), {"type": "azurerm_mssql_server_extended_auditing_policy"})

planned := ["azurerm_mssql_server", "azurerm_mssql_server_extended_auditing_policy"]

statuses(findings) := {object.get(finding, "unknown", false) | some finding in findings}

test_arm_auditing_that_is_on_allows if {
	count(auditing.deny) == 0 with input as arm([setting({"state": "Enabled"})], collected)
}

test_arm_extended_auditing_allows if {
	count(auditing.deny) == 0 with input as arm([extended({"state": "Enabled"})], ["microsoft.sql/servers/extendedauditingsettings"])
}

test_arm_auditing_that_is_off_denies if {
	auditing.deny == {{
		"message": "auditing is turned off",
		"pointer": "/related/auditing/0/properties/state",
		"expected": "Enabled",
	}} with input as arm([setting({"state": "Disabled"})], collected)
}

test_arm_each_setting_counts if {
	findings := auditing.deny with input as arm([setting({"state": "Enabled"}), extended({"state": "Disabled"})], collected)
	{finding.pointer | some finding in findings} == {"/related/auditing/1/properties/state"}
}

test_arm_missing_state_denies if {
	findings := auditing.deny with input as arm([setting({})], collected)
	statuses(findings) == {false}
}

test_arm_null_denies if {
	findings := auditing.deny with input as arm([setting({"state": null})], collected)
	statuses(findings) == {false}
}

test_arm_wrong_type_denies if {
	count(auditing.deny) == 1 with input as arm([setting({"state": true})], collected)
}

test_arm_server_without_settings_denies if {
	auditing.deny == {{
		"message": "the server has no auditing settings",
		"pointer": "/properties",
	}} with input as arm([], collected)
}

test_arm_settings_that_are_not_collected_are_unknown if {
	findings := auditing.deny with input as arm([], ["microsoft.sql/servers"])
	statuses(findings) == {true}
}

test_arm_settings_of_terraform_do_not_count_as_collected if {
	findings := auditing.deny with input as arm([], planned)
	statuses(findings) == {true}
}

test_azurerm_policy_is_on_by_default if {
	count(auditing.deny) == 0 with input as azurerm([policy({})], planned)
	count(auditing.deny) == 0 with input as azurerm([policy({"enabled": null})], planned)
}

test_azurerm_policy_that_is_on_allows if {
	count(auditing.deny) == 0 with input as azurerm([policy({"enabled": true, "log_monitoring_enabled": true})], planned)
}

test_azurerm_policy_that_is_off_denies if {
	auditing.deny == {{
		"message": "auditing is turned off",
		"pointer": "/related/auditing/0/properties/enabled",
		"expected": true,
	}} with input as azurerm([policy({"enabled": false})], planned)
}

test_azurerm_wrong_type_denies if {
	count(auditing.deny) == 1 with input as azurerm([policy({"enabled": "true"})], planned)
}

test_azurerm_server_without_policy_denies if {
	findings := auditing.deny with input as azurerm([], planned)
	statuses(findings) == {false}
}

test_azurerm_policies_that_are_not_collected_are_unknown if {
	findings := auditing.deny with input as azurerm([], ["azurerm_mssql_server"])
	statuses(findings) == {true}
}

test_nothing_related_is_unknown if {
	findings := auditing.deny with input as {"type": "microsoft.sql/servers", "properties": {}, "coverage": {"types": []}}
	statuses(findings) == {true}
}
