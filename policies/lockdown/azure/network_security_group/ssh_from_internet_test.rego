package onus.lockdown.azure.network_security_group.ssh_from_internet_test

import data.onus.lockdown.azure.network_security_group.ssh_from_internet

arm(properties) := {
	"type": "microsoft.network/networksecuritygroups",
	"properties": {"securityRules": [{"properties": properties}]},
}

azurerm(rule) := {
	"type": "azurerm_network_security_group",
	"properties": {"security_rule": [rule]},
}

open_rule := {
	"access": "Allow",
	"direction": "Inbound",
	"protocol": "Tcp",
	"sourceAddressPrefix": "*",
	"sourceAddressPrefixes": [],
	"destinationPortRange": "22",
	"destinationPortRanges": [],
	"priority": 100,
}

open_block := {
	"access": "Allow",
	"direction": "Inbound",
	"protocol": "Tcp",
	"source_address_prefix": "*",
	"source_address_prefixes": [],
	"destination_port_range": "22",
	"destination_port_ranges": [],
	"priority": 100,
}

test_arm_open_port_denies if {
	ssh_from_internet.deny == {{
		"message": "port 22 (SSH) is open to the internet",
		"pointer": "/properties/securityRules/0/properties/sourceAddressPrefix",
	}} with input as arm(open_rule)
}

test_arm_every_spelling_of_the_internet_denies if {
	spellings := ["*", "Internet", "INTERNET", "Any", "0.0.0.0", "0.0.0.0/0", "::/0", "0.0.0.0/1", "64.0.0.0/2", "2000::/3", "0.0.0.0-255.255.255.255"]
	every spelling in spellings {
		count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"sourceAddressPrefix": spelling}))
	}
}

test_arm_sources_that_are_not_the_internet_allow if {
	sources := ["10.0.0.0/8", "203.0.113.7", "203.0.113.0/24", "VirtualNetwork", "AzureLoadBalancer", "fd00::/8", "2001:db8::/32"]
	every source in sources {
		count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"sourceAddressPrefix": source}))
	}
}

test_arm_internet_among_several_sources_denies_at_its_place if {
	some finding in ssh_from_internet.deny with input as arm(object.union(open_rule, {
		"sourceAddressPrefix": "",
		"sourceAddressPrefixes": ["10.0.0.0/8", "0.0.0.0/0"],
	}))
	finding.pointer == "/properties/securityRules/0/properties/sourceAddressPrefixes/1"
}

test_arm_every_way_to_write_the_port_denies if {
	ranges := ["*", "22", "22-22", "20-30", "0-65535", " 22 "]
	every range in ranges {
		count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"destinationPortRange": range}))
	}
}

test_arm_ports_beside_it_allow if {
	ranges := ["443", "21", "23", "23-122", "1-21"]
	every range in ranges {
		count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"destinationPortRange": range}))
	}
}

test_arm_port_among_several_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {
		"destinationPortRange": "",
		"destinationPortRanges": ["443", "20-30"],
	}))
}

test_arm_other_ports_in_the_list_allow if {
	count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {
		"destinationPortRange": null,
		"destinationPortRanges": ["80", "443"],
	}))
}

test_arm_text_that_is_no_port_counts_as_every_port if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"destinationPortRange": "ssh"}))
}

test_arm_any_protocol_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"protocol": "*"}))
}

test_arm_icmp_allows if {
	count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"protocol": "Icmp", "destinationPortRange": "*"}))
}

test_arm_udp_allows if {
	count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"protocol": "Udp"}))
}

test_arm_deny_rule_allows if {
	count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"access": "Deny"}))
}

test_arm_outbound_rule_allows if {
	count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"direction": "Outbound"}))
}

test_arm_lower_case_words_are_the_same if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"access": "allow", "direction": "inbound"}))
}

test_arm_application_security_groups_as_the_source_allow if {
	count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {
		"sourceAddressPrefix": "",
		"sourceAddressPrefixes": [],
		"sourceApplicationSecurityGroups": [{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationSecurityGroups/a"}],
	}))
}

test_arm_group_without_rules_allows if {
	count(ssh_from_internet.deny) == 0 with input as {"type": "microsoft.network/networksecuritygroups", "properties": {"securityRules": []}}
}

test_arm_missing_rules_allow if {
	count(ssh_from_internet.deny) == 0 with input as {"type": "microsoft.network/networksecuritygroups", "properties": {}}
}

test_arm_rule_of_its_own_denies if {
	some finding in ssh_from_internet.deny with input as {
		"type": "microsoft.network/networksecuritygroups/securityrules",
		"properties": open_rule,
	}
	finding.pointer == "/properties/sourceAddressPrefix"
}

test_arm_rule_of_its_own_from_a_known_network_allows if {
	count(ssh_from_internet.deny) == 0 with input as {
		"type": "microsoft.network/networksecuritygroups/securityrules",
		"properties": object.union(open_rule, {"sourceAddressPrefix": "203.0.113.0/24"}),
	}
}

test_azurerm_open_port_denies if {
	some finding in ssh_from_internet.deny with input as azurerm(open_block)
	finding.pointer == "/properties/security_rule/0/source_address_prefix"
}

test_azurerm_known_network_allows if {
	count(ssh_from_internet.deny) == 0 with input as azurerm(object.union(open_block, {"source_address_prefix": "203.0.113.0/24"}))
}

test_azurerm_application_security_groups_as_the_source_allow if {
	count(ssh_from_internet.deny) == 0 with input as azurerm(object.union(open_block, {"source_address_prefix": ""}))
}

test_azurerm_rule_of_its_own_denies if {
	some finding in ssh_from_internet.deny with input as {
		"type": "azurerm_network_security_rule",
		"properties": object.union(open_block, {
			"source_address_prefix": null,
			"source_address_prefixes": ["198.51.100.7", "Internet"],
		}),
	}
	finding.pointer == "/properties/source_address_prefixes/1"
}

test_azurerm_rule_of_its_own_for_application_security_groups_allows if {
	count(ssh_from_internet.deny) == 0 with input as {
		"type": "azurerm_network_security_rule",
		"properties": object.union(open_block, {
			"source_address_prefix": null,
			"source_address_prefixes": null,
		}),
	}
}

test_azurerm_rule_of_its_own_from_a_known_network_allows if {
	count(ssh_from_internet.deny) == 0 with input as {
		"type": "azurerm_network_security_rule",
		"properties": object.union(open_block, {"source_address_prefix": "VirtualNetwork"}),
	}
}

test_rule_without_a_source_denies if {
	some finding in ssh_from_internet.deny with input as arm({
		"access": "Allow",
		"direction": "Inbound",
		"protocol": "Tcp",
		"destinationPortRange": "22",
	})
	finding.pointer == "/properties/securityRules/0/properties"
}

test_rule_without_ports_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm({
		"access": "Allow",
		"direction": "Inbound",
		"protocol": "Tcp",
		"sourceAddressPrefix": "*",
	})
}

test_rule_without_access_and_direction_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm({
		"protocol": "Tcp",
		"sourceAddressPrefix": "*",
		"destinationPortRange": "22",
	})
}

test_wrong_type_of_a_source_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"sourceAddressPrefix": 0}))
}

test_wrong_type_of_the_sources_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {
		"sourceAddressPrefix": "10.0.0.0/8",
		"sourceAddressPrefixes": "10.0.0.0/8",
	}))
}

test_wrong_type_of_the_port_is_read_as_the_port if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"destinationPortRange": 22}))
}

test_wrong_type_of_the_ports_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {
		"destinationPortRange": "",
		"destinationPortRanges": "443",
	}))
}

test_wrong_type_of_access_denies if {
	count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"access": ["Deny"]}))
}

test_wrong_type_of_the_rules_denies if {
	some finding in ssh_from_internet.deny with input as {
		"type": "microsoft.network/networksecuritygroups",
		"properties": {"securityRules": "none"},
	}
	finding.pointer == "/properties/securityRules"
}

test_rule_without_properties_denies if {
	some finding in ssh_from_internet.deny with input as {
		"type": "microsoft.network/networksecuritygroups",
		"properties": {"securityRules": [{"access": "Deny"}]},
	}
	finding.pointer == "/properties/securityRules/0"
}

test_block_that_is_no_object_denies if {
	some finding in ssh_from_internet.deny with input as {
		"type": "azurerm_network_security_group",
		"properties": {"security_rule": ["none"]},
	}
	finding.pointer == "/properties/security_rule/0"
}

test_null_rules_are_absent if {
	count(ssh_from_internet.deny) == 0 with input as {
		"type": "microsoft.network/networksecuritygroups",
		"properties": {"securityRules": null, "security_rule": null},
	}
}

test_null_source_is_absent if {
	some finding in ssh_from_internet.deny with input as arm(object.union(open_rule, {
		"sourceAddressPrefix": null,
		"sourceAddressPrefixes": null,
	}))
	finding.pointer == "/properties/securityRules/0/properties"
}

test_spelling_does_not_matter if {
	every change in [
		{"access": "ALLOW"},
		{"direction": "INBOUND"},
		{"sourceAddressPrefix": " INTERNET "},
		{"sourceAddressPrefix": "0.0.0.0/00"},
		{"sourceAddressPrefix": "1.0.0.0 - 9.255.255.255"},
		{"sourceAddressPrefix": ["*"]},
		{"access": ["Deny"]},
		{"destinationPortRanges": []},
	] {
		count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, change))
	}
	every change in [
		{"access": "DENY"},
		{"access": "deny"},
		{"direction": "OUTBOUND"},
		{"sourceAddressPrefix": "virtualnetwork"},
		{"sourceAddressPrefix": "10.0.0.0 - 10.255.255.255"},
	] {
		count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, change))
	}
}

test_arm_ipv6_wider_than_anyone_owns_denies if {
	every prefix in ["2a00::/12", "2A00::/12", "2600::/07", "2000::/15", "3fff::/8"] {
		count(ssh_from_internet.deny) == 1 with input as arm(object.union(open_rule, {"sourceAddressPrefix": prefix}))
	}
	every prefix in ["2001:db8::/32", "2a00::/16", "fc00::/7", "fe80::/10", "ff00::/8"] {
		count(ssh_from_internet.deny) == 0 with input as arm(object.union(open_rule, {"sourceAddressPrefix": prefix}))
	}
}
