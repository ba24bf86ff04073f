package onus.boundary.services.azure.avs_test

import data.onus.boundary.services.azure.avs

cloud := {"type": "microsoft.avs/privateclouds", "properties": {}}

test_microsoft_runs_the_hosts if {
	avs.responsibility.host.accountable == {"kind": "provider", "name": "Microsoft"} with input as cloud
}

test_the_customer_runs_the_virtual_machines if {
	every layer in ["os.guest", "application", "network.controls"] {
		avs.responsibility[layer].accountable == {"kind": "customer"} with input as cloud
	}
}
