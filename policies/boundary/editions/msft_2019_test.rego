package onus.boundary.editions.msft_2019_test

import data.onus.boundary.editions.msft_2019

test_the_directory_behind_the_accounts_is_shared_in_saas if {
	msft_2019.responsibility["identity.directory"] == {
		"performs": [
			{"party": {"kind": "provider", "name": "Microsoft"}, "duty": "run and secure the directory service"},
			{
				"party": {"kind": "customer"},
				"duty": "configure the directory, its federation and its synchronisation",
			},
		],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "msft-2019",
			"cell": "identity and directory infrastructure x saas",
			"confidence": "transcribed",
			"source": "https://github.com/trongthoaivn/AZ900",
		},
	} with input as {"provider": "m365", "model": "saas"}
}

test_the_application_of_a_saas_is_microsofts if {
	msft_2019.responsibility.application.accountable.kind == "provider" with input as {"provider": "m365", "model": "saas"}
}

test_configuration_has_no_row if {
	not msft_2019.responsibility.configuration with input as {"provider": "azure", "model": "paas"}
}
