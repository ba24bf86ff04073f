package onus.lockdown.azure.key_vault.network_access_test

import data.onus.lockdown.azure.key_vault.network_access

test_arm_open_firewall_denies if {
	network_access.deny == {{
		"message": "networks that no rule names are let in",
		"pointer": "/properties/networkAcls/defaultAction",
		"expected": "Deny",
	}} with input as {"properties": {"networkAcls": {"defaultAction": "Allow"}}}
}

test_arm_deny_by_default_allows if {
	count(network_access.deny) == 0 with input as {"properties": {"networkAcls": {
		"defaultAction": "Deny",
		"ipRules": [{"value": "203.0.113.0/24"}],
	}}}
}

test_arm_public_network_access_disabled_allows if {
	count(network_access.deny) == 0 with input as {"properties": {
		"publicNetworkAccess": "Disabled",
		"networkAcls": {"defaultAction": "Allow"},
	}}
}

test_arm_perimeter_is_unknown if {
	every word in ["SecuredByPerimeter", "securedByPerimeter"] {
		network_access.deny == {{
			"message": "`publicNetworkAccess` is SecuredByPerimeter: the access rules of the perimeter decide who is let in, and they were not assessed",
			"pointer": "/properties/publicNetworkAccess",
			"expected": "Disabled",
			"unknown": true,
		}} with input as {"type": "microsoft.keyvault/vaults", "properties": {"publicNetworkAccess": word}}
	}
}

test_arm_public_network_access_enabled_without_rules_denies if {
	count(network_access.deny) == 1 with input as {"properties": {"publicNetworkAccess": "Enabled"}}
}

test_arm_address_rules_that_cut_the_internet_in_pieces_deny if {
	network_access.deny == {
		{
			"message": "an address rule lets in a large part of the internet",
			"pointer": "/properties/networkAcls/ipRules/0/value",
		},
		{
			"message": "an address rule lets in a large part of the internet",
			"pointer": "/properties/networkAcls/ipRules/1/value",
		},
	} with input as {"properties": {"networkAcls": {
		"defaultAction": "Deny",
		"ipRules": [{"value": "0.0.0.0/1"}, {"value": "128.0.0.0/1"}, {"value": "198.51.100.7"}],
	}}}
}

test_azurerm_open_firewall_denies if {
	some finding in network_access.deny with input as {"properties": {
		"public_network_access_enabled": true,
		"network_acls": [{"default_action": "Allow"}],
	}}
	finding.pointer == "/properties/network_acls/0/default_action"
}

test_azurerm_deny_by_default_allows if {
	count(network_access.deny) == 0 with input as {"properties": {
		"public_network_access_enabled": true,
		"network_acls": [{"default_action": "Deny", "ip_rules": ["203.0.113.7"]}],
	}}
}

test_azurerm_public_network_access_disabled_allows if {
	count(network_access.deny) == 0 with input as {"properties": {
		"public_network_access_enabled": false,
		"network_acls": [],
	}}
}

test_azurerm_wide_address_rule_denies if {
	some finding in network_access.deny with input as {"properties": {"network_acls": [{
		"default_action": "Deny",
		"ip_rules": ["0.0.0.0/0"],
	}]}}
	finding.pointer == "/properties/network_acls/0/ip_rules/0"
}

test_missing_rules_mean_open_and_deny if {
	some finding in network_access.deny with input as {"properties": {}}
	finding.pointer == "/properties"
}

test_wrong_type_denies if {
	count(network_access.deny) == 1 with input as {"properties": {"networkAcls": {"defaultAction": ["Deny"]}}}
}

test_address_rules_that_cannot_be_read_deny if {
	{finding.pointer | some finding in network_access.deny} == {
		"/properties/networkAcls/ipRules/0",
		"/properties/networkAcls/ipRules/1/value",
	} with input as {"properties": {"networkAcls": {
		"defaultAction": "Deny",
		"ipRules": ["0.0.0.0/0", {"value": 7}],
	}}}
}

test_address_rules_that_are_no_list_deny if {
	{finding.pointer | some finding in network_access.deny} == {"/properties/network_acls/0/ip_rules"} with input as {"properties": {"network_acls": [{
		"default_action": "Deny",
		"ip_rules": "203.0.113.7",
	}]}}
}

test_false_is_not_a_value_of_the_arm_property if {
	count(network_access.deny) == 1 with input as {"properties": {"publicNetworkAccess": false}}
}

test_disabled_is_not_a_value_of_the_azurerm_argument if {
	count(network_access.deny) == 1 with input as {"properties": {"public_network_access_enabled": "Disabled"}}
}

test_null_is_absent if {
	count(network_access.deny) == 1 with input as {"properties": {
		"publicNetworkAccess": null,
		"networkAcls": null,
		"network_acls": null,
	}}
}

test_arm_lower_case_disabled_allows if {
	count(network_access.deny) == 0 with input as {"properties": {"publicNetworkAccess": "disabled"}}
}

ranges := [sprintf("%d.0.0.0/8", [number]) | some number in numbers.range(11, 60)]

test_ranges_that_add_up_to_a_part_of_the_internet_deny if {
	{finding.pointer | some finding in network_access.deny} == {"/properties/networkAcls/ipRules"} with input as {"type": "microsoft.keyvault/vaults", "properties": {"networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": range} | some range in ranges]}}}
	{finding.pointer | some finding in network_access.deny} == {"/properties/network_acls/0/ip_rules"} with input as {"type": "azurerm_key_vault", "properties": {"network_acls": [{"default_action": "Deny", "ip_rules": ranges}]}}
}

test_few_ranges_allow if {
	count(network_access.deny) == 0 with input as {"type": "microsoft.keyvault/vaults", "properties": {"networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": range} | some range in array.slice(ranges, 0, 15)]}}}
}
