# METADATA
# title: Diagnostics of a resource
# description: |
#   What the diagnostic settings of a resource send (`input.related.diagnostics`):
#   extensions of the resource in ARM, resources with a `target_resource_id` in
#   Terraform. Their destinations are not looked at: neither the API nor the
#   provider takes a setting without one, and in a plan they are mostly not known.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
# - ref: https://learn.microsoft.com/azure/templates/microsoft.insights/diagnosticsettings
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_diagnostic_setting
package onus.lib.azure.diagnostics

import data.onus.lib.relation

# The categories of logs that are sent.
categories contains category if {
	some other in input.related.diagnostics
	is_array(other.properties.logs)
	some log in other.properties.logs
	log.enabled == true
	category := log.category
}

# azurerm lists the enabled categories only.
categories contains category if {
	some other in input.related.diagnostics
	is_array(other.properties.enabled_log)
	some log in other.properties.enabled_log
	category := log.category
}

# azurerm 3 also had `log` blocks with a switch that is on by default.
categories contains category if {
	some other in input.related.diagnostics
	is_array(other.properties.log)
	some log in other.properties.log
	object.get(log, "enabled", true) in {true, null}
	category := log.category
}

# The groups of categories that are sent.
groups contains group if {
	some other in input.related.diagnostics
	is_array(other.properties.logs)
	some log in other.properties.logs
	log.enabled == true
	group := log.categoryGroup
}

groups contains group if {
	some other in input.related.diagnostics
	is_array(other.properties.enabled_log)
	some log in other.properties.enabled_log
	group := log.category_group
}

groups contains group if {
	some other in input.related.diagnostics
	is_array(other.properties.log)
	some log in other.properties.log
	object.get(log, "enabled", true) in {true, null}
	group := log.category_group
}

# Where the resource's settings stand.
pointers contains pointer if {
	some i, _ in input.related.diagnostics
	pointer := sprintf("/related/diagnostics/%d/properties", [i])
}

# Whether the inventory holds diagnostic settings at all, in the shape of the
# resource.
collected if {
	startswith(input.type, "microsoft.")
	relation.collected(["microsoft.insights/diagnosticsettings"])
}

collected if {
	startswith(input.type, "azurerm_")
	relation.collected(["azurerm_monitor_diagnostic_setting"])
}
