package onus.lockdown.onprem.machine.controller_network_test

import data.onus.lockdown.onprem.machine.controller_network

test_a_management_network_or_none_allows if {
	every network in ["management", "none"] {
		count(controller_network.deny) == 0 with input as {"properties": {"bmc": {"network": network}}}
	}
}

test_any_other_network_denies if {
	controller_network.deny == {{
		"message": "the management controller is connected to another network than one for management",
		"pointer": "/properties/bmc/network",
		"expected": "management",
	}} with input as {"properties": {"bmc": {"network": "production"}}}
	every network in ["internet", "Management ", "", true, false, ["management"], {}] {
		count(controller_network.deny) == 1 with input as {"properties": {"bmc": {"network": network}}}
	}
}

test_what_was_not_collected_is_unknown if {
	every properties in [{}, {"bmc": null}, {"bmc": {}}, {"bmc": {"network": null}}, {"bmc": {"present": true}}, {"bmc": "management"}] {
		some finding in controller_network.deny with input as {"properties": properties}
		finding.unknown == true
	}
}

test_without_a_controller_it_is_not_asked if {
	not controller_network.applies with input as {"properties": {"bmc": {"present": false}}}
	every properties in [{}, {"bmc": {}}, {"bmc": {"present": true}}, {"bmc": {"present": "false"}}, {"bmc": {"present": null}}] {
		controller_network.applies with input as {"properties": properties}
	}
}
