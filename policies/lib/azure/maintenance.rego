# METADATA
# title: Maintenance schedules of virtual machines
# description: |
#   The maintenance configurations that are assigned to a virtual machine. One for updates
#   in the guest has the scope `InGuestPatch`; others plan what Azure does to the host.
# related_resources:
# - ref: https://learn.microsoft.com/azure/update-manager/prerequsite-for-schedule-patching
# - ref: https://learn.microsoft.com/azure/virtual-machines/maintenance-configurations
# - ref: https://learn.microsoft.com/azure/templates/microsoft.maintenance/configurationassignments
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/maintenance_assignment_virtual_machine
package onus.lib.azure.maintenance

import data.onus.lib.relation

# A configuration is assigned that is for updates in the guest, or whose scope is not
# known.
scheduled if {
	some assignment in relation.named("maintenance_assignment")
	not elsewhere(assignment)
}

# A configuration is assigned that is for updates in the guest.
scheduled_in_guest if {
	some assignment in relation.named("maintenance_assignment")
	some configuration in object.get(assignment.related, "maintenance_configuration", [])
	scope(configuration) == "inguestpatch"
}

# elsewhere(assignment): its configuration is in the inventory, and not for guests.
elsewhere(assignment) if {
	some configuration in object.get(assignment.related, "maintenance_configuration", [])
	scope(configuration) != "inguestpatch"
}

scope(configuration) := lower(configuration.properties.maintenanceScope) if {
	is_string(configuration.properties.maintenanceScope)
} else := lower(configuration.properties.scope) if {
	is_string(configuration.properties.scope)
}

collected if relation.collected([
	"microsoft.maintenance/configurationassignments",
	"azurerm_maintenance_assignment_virtual_machine",
	"azurerm_maintenance_assignment_dynamic_scope",
])
