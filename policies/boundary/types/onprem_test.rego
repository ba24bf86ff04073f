package onus.boundary.types.onprem_test

import data.onus.boundary.types.onprem

test_hosts_hypervisors_racks_and_sites_are_on_premises if {
	{type | some type, _ in onprem.table} == {
		"onprem/hosts", "onprem/hypervisors", "onprem/racks", "onprem/sites",
	}
	every entry in onprem.table {
		entry.model == "onprem"
	}
}
