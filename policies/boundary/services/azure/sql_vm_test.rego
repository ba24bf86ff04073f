package onus.boundary.services.azure.sql_vm_test

import data.onus.boundary.services.azure.sql_vm

arm(properties) := {"type": "microsoft.sqlvirtualmachine/sqlvirtualmachines", "properties": properties}

parties(found) := [performer.party.kind | some performer in found.performs]

test_automated_patching_is_shared if {
	parties(sql_vm.responsibility["os.guest"]) == ["provider", "customer"] with input as arm({"autoPatchingSettings": {"enable": true}})
}

test_anything_else_is_the_customers if {
	every settings in [{"enable": false}, {"enable": "true"}, {}, null] {
		parties(sql_vm.responsibility["os.guest"]) == ["customer"] with input as arm({"autoPatchingSettings": settings})
	}
}

test_in_azurerm_the_block_turns_it_on if {
	parties(sql_vm.responsibility["os.guest"]) == ["provider", "customer"] with input as {
		"type": "azurerm_mssql_virtual_machine",
		"properties": {"auto_patching": [{"day_of_week": "Sunday"}]},
	}
	parties(sql_vm.responsibility["os.guest"]) == ["customer"] with input as {
		"type": "azurerm_mssql_virtual_machine",
		"properties": {"auto_patching": []},
	}
}
