# METADATA
# title: SQL Server on Azure virtual machines
# description: |
#   The machine and its SQL Server are the customer's. The SQL extension can
#   install important updates in a maintenance window that the customer sets.
# related_resources:
# - ref: https://learn.microsoft.com/azure/azure-sql/virtual-machines/windows/automated-patching
# custom:
#   id: ONUS-SERVICE-AZURE-SQL-VM
#   kind: boundary
#   tier: service
#   resources: [microsoft.sqlvirtualmachine/sqlvirtualmachines, azurerm_mssql_virtual_machine]
package onus.boundary.services.azure.sql_vm

import data.onus.lib.boundary.answer
import data.onus.lib.fact

doc := "https://learn.microsoft.com/azure/azure-sql/virtual-machines/windows/automated-patching"

responsibility[layer] := found if {
	layer := "os.guest"
	base := answer.basis("azure-sql-vm-2024", "automated patching", "inferred", doc)
	found := answer.duty_cell(letter, "Microsoft", duties, answer.switched(base, patching.pointer, patching.value))
}

duties := {
	"provider": "install important Windows and SQL Server updates in the maintenance window",
	"shared": "set the maintenance window, install the other updates and harden the system",
	"customer": "patch and harden the operating system and SQL Server",
}

letter := "S" if {
	patching.value == true
} else := "C"

# Automated patching is off unless it was turned on. In azurerm the block itself
# turns it on.
patching := found if {
	found := fact.at(input.properties.autoPatchingSettings.enable, "/properties/autoPatchingSettings/enable")
} else := fact.at(true, "/properties/auto_patching/0") if {
	settings := input.properties.auto_patching[0]
	is_object(settings)
} else := fact.assumed(null, "/properties/auto_patching") if {
	input.type == "azurerm_mssql_virtual_machine"
} else := fact.assumed(null, "/properties/autoPatchingSettings/enable")
