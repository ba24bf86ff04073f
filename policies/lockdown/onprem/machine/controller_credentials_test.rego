package onus.lockdown.onprem.machine.controller_credentials_test

import data.onus.lockdown.onprem.machine.controller_credentials

test_credentials_of_ones_own_allow if {
	count(controller_credentials.deny) == 0 with input as {"properties": {"bmc": {"defaultCredentials": false}}}
}

test_default_credentials_deny if {
	controller_credentials.deny == {{
		"message": "the maker's default credentials were not ruled out",
		"pointer": "/properties/bmc/defaultCredentials",
		"expected": false,
	}} with input as {"properties": {"bmc": {"defaultCredentials": true}}}
}

test_another_value_denies_and_is_not_printed if {
	every value in ["false", "calvin", 0, {}] {
		some finding in controller_credentials.deny with input as {"properties": {"bmc": {"defaultCredentials": value}}}
		finding.message == "the maker's default credentials were not ruled out"
	}
}

test_what_was_not_collected_is_unknown if {
	every properties in [{}, {"bmc": null}, {"bmc": {}}, {"bmc": {"network": "none"}}, {"bmc": {"defaultCredentials": null}}] {
		some finding in controller_credentials.deny with input as {"properties": properties}
		finding.unknown == true
	}
}

test_without_a_controller_it_is_not_asked if {
	not controller_credentials.applies with input as {"properties": {"bmc": {"present": false}}}
	controller_credentials.applies with input as {"properties": {"bmc": {"present": "no"}}}
}
