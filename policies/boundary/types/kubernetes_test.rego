package onus.boundary.types.kubernetes_test

import data.onus.boundary.types.kubernetes

test_workloads_are_containers_on_visible_nodes if {
	every entry in kubernetes.table {
		entry.model == "caas"
		entry.confidence == "inferred"
	}
	count(kubernetes.table) == 8
}
