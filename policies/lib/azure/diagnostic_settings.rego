# METADATA
# title: Diagnostic setting facts
# description: What a diagnostic setting sends, and where to (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.insights/diagnosticsettings
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_diagnostic_setting
package onus.lib.azure.diagnostic_settings

# Whether at least one log category, or group of them, is sent.
sends_logs if {
	some log in arm_logs
	log.enabled == true
}

# azurerm lists the enabled categories only.
sends_logs if {
	some log in azurerm_enabled_logs
	named(log)
}

# named(log): it is a block of azurerm with its category, or with a group of them.
named(log) if {
	is_string(log.category)
	trim_space(log.category) != ""
}

named(log) if {
	is_string(log.category_group)
	trim_space(log.category_group) != ""
}

# azurerm 3 also had `log` blocks with a switch that is on by default.
sends_logs if {
	some log in azurerm_logs
	named(log)
	object.get(log, "enabled", true) == true
}

arm_logs := input.properties.logs if is_array(input.properties.logs)

else := []

azurerm_enabled_logs := input.properties.enabled_log if is_array(input.properties.enabled_log)

else := []

azurerm_logs := input.properties.log if is_array(input.properties.log)

else := []

logs_pointer := "/properties/logs" if {
	list := input.properties.logs
	is_array(list)
} else := "/properties/enabled_log" if {
	is_array(input.properties.enabled_log)
} else := "/properties/log" if {
	list := input.properties.log
	is_array(list)
} else := "/properties"

# The destinations that are set: workspace, storage account, event hub, partner
# solution, and the Service Bus rule of the oldest API versions.
destinations contains id if {
	some id in {
		object.get(input, ["properties", "workspaceId"], null),
		object.get(input, ["properties", "storageAccountId"], null),
		object.get(input, ["properties", "eventHubAuthorizationRuleId"], null),
		object.get(input, ["properties", "marketplacePartnerId"], null),
		object.get(input, ["properties", "serviceBusRuleId"], null),
		object.get(input, ["properties", "log_analytics_workspace_id"], null),
		object.get(input, ["properties", "storage_account_id"], null),
		object.get(input, ["properties", "eventhub_authorization_rule_id"], null),
		object.get(input, ["properties", "partner_solution_id"], null),
	}
	is_string(id)
	id != ""
}
