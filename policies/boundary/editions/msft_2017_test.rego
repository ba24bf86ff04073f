package onus.boundary.editions.msft_2017_test

import data.onus.boundary.editions.msft_2017

parties(found) := [performer.party.kind | some performer in found.performs]

test_the_host_infrastructure_of_an_iaas_is_shared if {
	parties(msft_2017.responsibility.host) == ["provider", "customer"] with input as {"provider": "azure", "model": "iaas"}
}

test_the_guest_is_the_customers_part_of_it if {
	found := msft_2017.responsibility["os.guest"] with input as {"provider": "azure", "model": "iaas"}
	parties(found) == ["customer"]
	found.basis.cell == "host infrastructure x iaas"
	found.basis.confidence == "inferred"
}

test_the_operating_system_of_a_paas_is_read_into_the_host if {
	found := msft_2017.responsibility["os.guest"] with input as {"provider": "azure", "model": "paas"}
	parties(found) == ["provider"]
	found.basis.confidence == "inferred"
}

test_end_points_of_a_saas_are_shared if {
	parties(msft_2017.responsibility.endpoint) == ["provider", "customer"] with input as {"provider": "m365", "model": "saas"}
}
