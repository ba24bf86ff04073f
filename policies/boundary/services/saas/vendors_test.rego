package onus.boundary.services.saas.vendors_test

import data.onus.boundary.services.saas.vendors

test_the_vendor_stands_where_the_matrix_says_microsoft if {
	found := vendors.responsibility with input as {"type": "snowflake_database"}
	found["os.guest"].accountable == {"kind": "provider", "name": "Snowflake"}
	found["identity.users"].accountable == {"kind": "customer"}
	every answer in found {
		answer.basis.confidence == "inferred"
	}
}

test_network_rules_stay_the_customers if {
	found := vendors.responsibility["network.controls"] with input as {"type": "snowflake_network_policy"}
	found.accountable == {"kind": "customer"}
	found.basis.cell == "network controls x paas"
}

test_a_type_of_nobody_known_is_not_answered if {
	count(vendors.responsibility) == 0 with input as {"type": "contoso_widget"}
}
