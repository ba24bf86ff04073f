package onus.boundary.editions.msft_2026_test

import data.onus.boundary.editions.msft_2026

test_the_whole_answer_of_a_shared_cell if {
	msft_2026.responsibility["network.controls"] == {
		"performs": [
			{
				"party": {"kind": "provider", "name": "Microsoft"},
				"duty": "run the network baseline and enforce the configured rules",
			},
			{
				"party": {"kind": "customer"},
				"duty": "configure the network rules of the application and the resource",
			},
		],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "msft-2026",
			"cell": "network controls x paas",
			"confidence": "stated",
			"source": "https://learn.microsoft.com/azure/security/fundamentals/shared-responsibility",
		},
	} with input as {"provider": "azure", "model": "paas"}
}

test_the_operating_system_of_a_paas_is_microsofts if {
	msft_2026.responsibility["os.guest"].accountable == {"kind": "provider", "name": "Microsoft"} with input as {"provider": "azure", "model": "paas"}
}

test_configuration_is_the_customers_even_in_saas if {
	msft_2026.responsibility.configuration.accountable.kind == "customer" with input as {"provider": "m365", "model": "saas"}
}

test_on_premises_everything_is_the_customers if {
	count(msft_2026.responsibility) == 11 with input as {"provider": "azure", "model": "onprem"}
	every found in msft_2026.responsibility {
		found.accountable == {"kind": "customer"}
	} with input as {"provider": "azure", "model": "onprem"}
}

test_on_premises_needs_no_cloud_provider if {
	count(msft_2026.responsibility) == 11 with input as {"provider": "other", "model": "onprem"}
}

test_another_provider_is_never_named if {
	object.keys(msft_2026.responsibility) == {"data", "configuration", "identity.users"} with input as {"provider": "other", "model": "saas"}
}

test_another_provider_keeps_the_customers_duties if {
	msft_2026.responsibility["os.guest"].accountable.kind == "customer" with input as {"provider": "other", "model": "iaas"}
	not msft_2026.responsibility.host with input as {"provider": "other", "model": "iaas"}
}

test_layers_without_a_row_stay_unassigned if {
	not msft_2026.responsibility.keys with input as {"provider": "azure", "model": "paas"}
	not msft_2026.responsibility["identity.directory"] with input as {"provider": "azure", "model": "saas"}
}
