package onus.boundary.services.azure.service_fabric_test

import data.onus.boundary.services.azure.service_fabric

managed(properties) := {"type": "microsoft.servicefabric/managedclusters", "properties": properties}

parties(found) := [performer.party.kind | some performer in found.performs]

test_automatic_upgrades_are_shared if {
	parties(service_fabric.responsibility["os.node"]) == ["provider", "customer"] with input as managed({"enableAutoOSUpgrade": true})
}

test_anything_else_is_the_customers if {
	every value in [false, "true", 1, null] {
		parties(service_fabric.responsibility["os.node"]) == ["customer"] with input as managed({"enableAutoOSUpgrade": value})
	}
	parties(service_fabric.responsibility["os.node"]) == ["customer"] with input as managed({})
}

test_a_classic_cluster_is_the_customers if {
	found := service_fabric.responsibility["os.node"] with input as {"type": "azurerm_service_fabric_cluster", "properties": {}}
	parties(found) == ["customer"]
	not found.basis.switch
}
