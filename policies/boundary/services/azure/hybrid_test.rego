package onus.boundary.services.azure.hybrid_test

import data.onus.boundary.services.azure.hybrid

parties(found) := [performer.party.kind | some performer in found.performs]

test_nodes_of_a_connected_cluster_are_the_customers if {
	found := hybrid.responsibility with input as {"type": "microsoft.kubernetes/connectedclusters", "properties": {}}
	object.keys(found) == {"os.node"}
	parties(found["os.node"]) == ["customer"]
}

test_microsoft_publishes_and_the_customer_applies if {
	every type in ["microsoft.azurestackhci/clusters", "azurerm_databox_edge_device"] {
		found := hybrid.responsibility with input as {"type": type, "properties": {}}
		object.keys(found) == {"host"}
		parties(found.host) == ["provider", "customer"]
		found.host.accountable.kind == "customer"
	}
}
