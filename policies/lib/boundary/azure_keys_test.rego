package onus.lib.boundary.azure_keys_test

import data.onus.lib.boundary.azure_keys

test_empty_values_are_not_set if {
	every value in [null, "", [], {}] {
		not azure_keys.set_at(value, "/properties/x")
	}
}

test_any_other_value_is_set if {
	every value in ["k", 5, false, {"a": 1}] {
		azure_keys.set_at(value, "/properties/x") == {"pointer": "/properties/x", "value": value}
	}
}

test_the_customers_key_is_the_customers_alone if {
	found := azure_keys.customer_held({"pointer": "/properties/x", "value": "k"})
	[performer.party.kind | some performer in found.performs] == ["customer"]
}

test_the_platforms_key_leaves_the_decision_with_the_customer if {
	found := azure_keys.platform_held({"pointer": "/properties/x", "value": null})
	[performer.party.kind | some performer in found.performs] == ["provider", "customer"]
	found.accountable.kind == "customer"
}
