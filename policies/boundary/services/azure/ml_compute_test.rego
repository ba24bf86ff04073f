package onus.boundary.services.azure.ml_compute_test

import data.onus.boundary.services.azure.ml_compute

compute(properties) := {"type": "microsoft.machinelearningservices/workspaces/computes", "properties": properties}

parties(found) := [performer.party.kind | some performer in found.performs]

test_owned_compute_is_shared if {
	every kind in ["AmlCompute", "ComputeInstance"] {
		parties(ml_compute.responsibility["os.guest"]) == ["provider", "customer"] with input as compute({"computeType": kind, "isAttachedCompute": false})
	}
}

test_attached_compute_is_the_customers if {
	parties(ml_compute.responsibility["os.guest"]) == ["customer"] with input as compute({"computeType": "AmlCompute", "isAttachedCompute": true})
	every kind in ["Kubernetes", "VirtualMachine", "Something", 4] {
		parties(ml_compute.responsibility["os.guest"]) == ["customer"] with input as compute({"computeType": kind})
	}
	parties(ml_compute.responsibility["os.guest"]) == ["customer"] with input as compute({})
}

test_a_managed_endpoint_is_microsofts if {
	found := ml_compute.responsibility["os.guest"] with input as {
		"type": "microsoft.machinelearningservices/workspaces/onlineendpoints/deployments",
		"properties": {"endpointComputeType": "Managed"},
	}
	parties(found) == ["provider"]
	found.accountable.name == "Microsoft"
}

test_an_endpoint_of_an_unknown_kind_is_the_customers if {
	found := ml_compute.responsibility["os.guest"] with input as {
		"type": "microsoft.machinelearningservices/workspaces/onlineendpoints/deployments",
		"properties": {},
	}
	parties(found) == ["customer"]
	found.basis.switch.pointer == "/properties/endpointComputeType"
}

test_the_azurerm_type_decides if {
	found := ml_compute.responsibility["os.guest"] with input as {"type": "azurerm_machine_learning_compute_cluster", "properties": {}}
	parties(found) == ["provider", "customer"]
	not found.basis.switch
}
