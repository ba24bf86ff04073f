package onus.boundary.editions.msft_2016_press_test

import data.onus.boundary.editions.msft_2016_press

test_the_operating_system_of_a_paas_is_the_customers if {
	msft_2016_press.responsibility["os.guest"] == {
		"performs": [{"party": {"kind": "customer"}, "duty": "patch and harden the operating system"}],
		"accountable": {"kind": "customer"},
		"basis": {
			"edition": "msft-2016-press",
			"cell": "operating system x paas",
			"confidence": "stated",
			"source": "https://itpro.com/cloud/private-cloud/363406/microsoft-spells-out-azure-security-liability",
		},
	} with input as {"provider": "azure", "model": "paas"}
}

test_a_function_app_follows_the_paas_column if {
	found := msft_2016_press.responsibility["os.guest"] with input as {"provider": "azure", "model": "faas"}
	found.accountable.kind == "customer"
	found.basis.confidence == "inferred"
}

test_the_network_of_a_paas_is_microsofts if {
	msft_2016_press.responsibility["network.controls"].accountable.kind == "provider" with input as {"provider": "azure", "model": "paas"}
}
