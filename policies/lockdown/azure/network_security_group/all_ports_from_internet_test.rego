package onus.lockdown.azure.network_security_group.all_ports_from_internet_test

import data.onus.lockdown.azure.network_security_group.all_ports_from_internet

arm(properties) := {
	"type": "microsoft.network/networksecuritygroups",
	"properties": {"securityRules": [{"properties": properties}]},
}

open_rule := {
	"access": "Allow",
	"direction": "Inbound",
	"protocol": "*",
	"sourceAddressPrefix": "*",
	"sourceAddressPrefixes": [],
	"destinationPortRange": "*",
	"destinationPortRanges": [],
}

open_block := {
	"access": "Allow",
	"direction": "Inbound",
	"protocol": "*",
	"source_address_prefix": "*",
	"destination_port_range": "*",
}

test_arm_any_source_and_any_port_denies if {
	all_ports_from_internet.deny == {{
		"message": "every port is open to the internet",
		"pointer": "/properties/securityRules/0/properties/sourceAddressPrefix",
	}} with input as arm(open_rule)
}

test_arm_every_port_of_one_protocol_denies if {
	every protocol in ["Tcp", "Udp"] {
		count(all_ports_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"protocol": protocol}))
	}
}

test_arm_every_port_as_a_range_denies if {
	every range in ["0-65535", "1-65535"] {
		count(all_ports_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"destinationPortRange": range}))
	}
}

test_arm_every_port_in_pieces_denies if {
	count(all_ports_from_internet.deny) == 1 with input as arm(object.union(open_rule, {
		"destinationPortRange": "",
		"destinationPortRanges": ["0-1023", "1024-49151", "49152-65535"],
	}))
}

test_arm_some_ports_allow if {
	every range in ["443", "1024-65535"] {
		count(all_ports_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"destinationPortRange": range}))
	}
}

test_arm_known_network_allows if {
	every source in ["10.0.0.0/8", "VirtualNetwork", "AzureLoadBalancer"] {
		count(all_ports_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"sourceAddressPrefix": source}))
	}
}

test_arm_icmp_allows if {
	count(all_ports_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"protocol": "Icmp"}))
}

test_arm_deny_rule_allows if {
	count(all_ports_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"access": "Deny"}))
}

test_arm_outbound_rule_allows if {
	count(all_ports_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"direction": "Outbound"}))
}

test_arm_rule_of_its_own_denies if {
	some finding in all_ports_from_internet.deny with input as {
		"type": "microsoft.network/networksecuritygroups/securityrules",
		"properties": open_rule,
	}
	finding.pointer == "/properties/sourceAddressPrefix"
}

test_arm_missing_rules_allow if {
	count(all_ports_from_internet.deny) == 0 with input as {"type": "microsoft.network/networksecuritygroups", "properties": {}}
}

test_azurerm_any_source_and_any_port_denies if {
	some finding in all_ports_from_internet.deny with input as {
		"type": "azurerm_network_security_group",
		"properties": {"security_rule": [object.union(open_block, {"access": "Deny"}), open_block]},
	}
	finding.pointer == "/properties/security_rule/1/source_address_prefix"
}

test_azurerm_one_port_allows if {
	count(all_ports_from_internet.deny) == 0 with input as {
		"type": "azurerm_network_security_group",
		"properties": {"security_rule": [object.union(open_block, {"destination_port_range": "443"})]},
	}
}

test_azurerm_rule_of_its_own_denies if {
	count(all_ports_from_internet.deny) == 1 with input as {
		"type": "azurerm_network_security_rule",
		"properties": open_block,
	}
}

test_azurerm_rule_of_its_own_from_a_known_network_allows if {
	count(all_ports_from_internet.deny) == 0 with input as {
		"type": "azurerm_network_security_rule",
		"properties": object.union(open_block, {"source_address_prefix": "10.0.0.0/8"}),
	}
}

test_empty_rule_denies if {
	count(all_ports_from_internet.deny) == 1 with input as arm({})
}

test_wrong_type_denies if {
	count(all_ports_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"destinationPortRange": true}))
}

test_wrong_type_of_the_rules_denies if {
	count(all_ports_from_internet.deny) == 1 with input as {
		"type": "azurerm_network_security_group",
		"properties": {"security_rule": {"access": "Deny"}},
	}
}

test_null_is_absent if {
	count(all_ports_from_internet.deny) == 0 with input as {"properties": {"securityRules": null}}
}

test_source_that_is_no_source_denies if {
	every source in ["[parameters('source')]", "${var.source}", "{}", "a;b"] {
		count(all_ports_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"sourceAddressPrefix": source}))
	}
	every source in ["VirtualNetwork", "Storage.WestEurope", "10.0.0.0/8", "10.0.0.1 - 10.0.0.9", "fd00::/8"] {
		count(all_ports_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"sourceAddressPrefix": source}))
	}
}
