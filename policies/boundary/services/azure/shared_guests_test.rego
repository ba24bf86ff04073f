package onus.boundary.services.azure.shared_guests_test

import data.onus.boundary.services.azure.shared_guests

test_every_family_is_shared if {
	every type in [
		"microsoft.hdinsight/clusters", "azurerm_hdinsight_kafka_cluster", "microsoft.batch/batchaccounts",
		"azurerm_batch_pool", "microsoft.compute/cloudservices", "microsoft.devtestlab/labs",
	] {
		found := shared_guests.responsibility["os.guest"] with input as {"type": type, "properties": {}}
		[performer.party.kind | some performer in found.performs] == ["provider", "customer"]
		found.accountable.kind == "customer"
	}
}

test_each_family_has_its_own_duties if {
	duties := {found.performs[1].duty |
		some type in ["microsoft.hdinsight/clusters", "microsoft.batch/batchaccounts"]
		found := shared_guests.responsibility["os.guest"] with input as {"type": type, "properties": {}}
	}
	count(duties) == 2
}

test_other_types_are_not_answered if {
	count(shared_guests.responsibility) == 0 with input as {"type": "microsoft.sql/servers", "properties": {}}
}
