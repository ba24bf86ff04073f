package onus.boundary.services.azure.marketplace_saas_test

import data.onus.boundary.services.azure.marketplace_saas

subscription(properties) := {"type": "microsoft.saas/resources", "properties": properties}

test_the_publisher_stands_where_the_matrix_says_microsoft if {
	found := marketplace_saas.responsibility with input as subscription({"publisherId": "fabrikam"})
	found.host.accountable == {"kind": "third_party", "name": "fabrikam"}
	found.host.basis.confidence == "inferred"
	found.data.accountable == {"kind": "customer"}
	[performer.party.kind | some performer in found.application.performs] == ["third_party", "customer"]
}

test_without_a_publisher_only_the_customers_layers_are_answered if {
	every publisher in ["", null, 5] {
		found := marketplace_saas.responsibility with input as subscription({"publisherId": publisher})
		object.keys(found) == {"data", "configuration", "identity.users"}
	}
}
