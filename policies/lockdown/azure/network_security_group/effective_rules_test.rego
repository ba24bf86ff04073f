# Rules count in the order of their priority, and together: for all controls of network
# security groups.
package onus.lockdown.azure.network_security_group.effective_rules_test

import data.onus.lockdown.azure.network_security_group.all_ports_from_internet
import data.onus.lockdown.azure.network_security_group.rdp_from_internet
import data.onus.lockdown.azure.network_security_group.ssh_from_internet

base := {
	"direction": "Inbound",
	"protocol": "Tcp",
	"sourcePortRange": "*",
	"sourceAddressPrefix": "*",
	"destinationAddressPrefix": "*",
	"destinationPortRange": "22",
}

allow(priority, more) := object.union(object.union(base, {"access": "Allow", "priority": priority}), more)

refuse(priority, more) := object.union(object.union(base, {"access": "Deny", "priority": priority}), more)

group(rules) := {
	"type": "microsoft.network/networksecuritygroups",
	"properties": {"securityRules": [{"name": sprintf("r%d", [i]), "properties": rule} | some i, rule in rules]},
	"related": {"children": {}, "nsg": []},
}

block(rule) := {
	"access": rule.access,
	"direction": rule.direction,
	"protocol": rule.protocol,
	"priority": rule.priority,
	"source_port_range": rule.sourcePortRange,
	"source_address_prefix": object.get(rule, "sourceAddressPrefix", null),
	"source_address_prefixes": object.get(rule, "sourceAddressPrefixes", null),
	"destination_address_prefix": rule.destinationAddressPrefix,
	"destination_port_range": object.get(rule, "destinationPortRange", null),
	"destination_port_ranges": object.get(rule, "destinationPortRanges", null),
}

azurerm(rules) := {
	"type": "azurerm_network_security_group",
	"properties": {"security_rule": [block(rule) | some rule in rules]},
	"related": {"children": {}, "nsg": []},
}

# The findings, the same for both formats.
ssh(rules) := in_arm if {
	in_arm := count(ssh_from_internet.deny) with input as group(rules)
	in_azurerm := count(ssh_from_internet.deny) with input as azurerm(rules)
	in_arm == in_azurerm
}

every_port(rules) := in_arm if {
	in_arm := {finding.message | some finding in all_ports_from_internet.deny with input as group(rules)}
	in_azurerm := {finding.message | some finding in all_ports_from_internet.deny with input as azurerm(rules)}
	in_arm == in_azurerm
}

test_rule_that_denies_before_shuts if {
	every before in [
		{},
		{"sourceAddressPrefix": "Internet"},
		{"sourceAddressPrefix": "internet"},
		{"protocol": "*"},
		{"destinationPortRange": "*"},
		{"destinationPortRange": "20-30"},
		{"destinationAddressPrefix": "VirtualNetwork"},
		{"priority": "99"},
		{"access": "deny", "direction": "inbound"},
		{"sourceAddressPrefix": null, "sourceAddressPrefixes": ["0.0.0.0/0", "::/0"]},
		{"sourceAddressPrefix": null, "sourceAddressPrefixes": ["0.0.0.0/1", "128.0.0.0/1", "::/0"]},
	] {
		ssh([refuse(99, before), allow(100, {})]) == 0
	}
}

test_rule_that_denies_something_else_does_not_shut if {
	every before in [
		{"priority": 101},
		{"priority": "101"},
		{"priority": null},
		{"access": "Allow", "destinationPortRange": "443"},
		{"direction": "Outbound"},
		{"protocol": "Udp"},
		{"destinationPortRange": "23-65535"},
		{"destinationPortRange": "ssh"},
		{"sourcePortRange": "1024-65535"},
		{"sourcePortRange": "100-65535"},
		{"destinationAddressPrefix": "10.0.0.4"},
		{"sourceAddressPrefix": "VirtualNetwork"},
		{"sourceAddressPrefix": "AzureCloud"},
		{"sourceAddressPrefix": "203.0.113.0/24"},
		{"sourceAddressPrefix": "0.0.0.0/1"},
		{"sourceAddressPrefix": "0.0.0.0/0"},
		{"sourceAddressPrefix": "::/0"},
		{"sourceAddressPrefix": "[parameters('source')]"},
		{"sourceAddressPrefix": null},
	] {
		ssh([refuse(99, before), allow(100, {})]) == 1
	}
}

test_ranges_of_addresses_are_shut_as_far_as_they_are_denied if {
	halves := {"sourceAddressPrefix": null, "sourceAddressPrefixes": ["0.0.0.0/1", "128.0.0.0/1"]}
	ssh([refuse(90, {"sourceAddressPrefix": "0.0.0.0/0"}), allow(100, halves)]) == 0
	ssh([refuse(90, {"sourceAddressPrefix": "0.0.0.0/1"}), allow(100, halves)]) == 1
	ssh([refuse(90, halves), allow(100, {"sourceAddressPrefix": "0.0.0.0/0"})]) == 0
	ssh([refuse(90, {"sourceAddressPrefix": "0.0.0.0/1"}), refuse(91, {"sourceAddressPrefix": "128.0.0.0/1"}), allow(100, {"sourceAddressPrefix": "0.0.0.0/0"})]) == 0
	ssh([refuse(90, {"sourceAddressPrefix": "0.0.0.0-255.255.255.255"}), allow(100, {"sourceAddressPrefix": "64.0.0.0/2"})]) == 0
	ssh([refuse(90, {"sourceAddressPrefix": "128.0.0.0/2"}), allow(100, {"sourceAddressPrefix": "64.0.0.0/2"})]) == 1
	ssh([refuse(90, {"sourceAddressPrefix": "::/0"}), allow(100, {"sourceAddressPrefix": "2000::/3"})]) == 0
	ssh([refuse(90, {"sourceAddressPrefix": "0.0.0.0/0"}), allow(100, {"sourceAddressPrefix": "2000::/3"})]) == 1
}

# The public /8s from here on.
eights(first, last) := {"sourceAddressPrefix": null, "sourceAddressPrefixes": [sprintf("%d.0.0.0/8", [n]) | some n in numbers.range(first, last)]}

test_many_ranges_are_the_internet_together if {
	ssh([allow(100, eights(11, 26))]) == 1
	ssh([allow(100, eights(11, 25))]) == 0
}

test_few_or_small_ranges_are_not if {
	ssh([allow(100, {"sourceAddressPrefix": null, "sourceAddressPrefixes": [sprintf("20.0.%d.0/24", [n]) | some n in numbers.range(0, 20)]})]) == 0
	ssh([allow(100, {"sourceAddressPrefix": null, "sourceAddressPrefixes": [sprintf("20.%d.0.0/8", [n]) | some n in numbers.range(0, 17)]})]) == 0
	ssh([refuse(90, {"sourceAddressPrefix": "Internet"}), allow(100, eights(11, 28))]) == 0
	pointers := {finding.pointer | some finding in ssh_from_internet.deny with input as group([allow(100, eights(11, 28))])}
	pointers == {"/properties/securityRules/0/properties/sourceAddressPrefixes"}
}

test_one_of_two_rules_stays_open if {
	pointers := {finding.pointer | some finding in ssh_from_internet.deny with input as group([allow(100, {}), refuse(200, {}), allow(300, {})])}
	pointers == {"/properties/securityRules/0/properties/sourceAddressPrefix"}
}

test_same_destination_is_shut if {
	to := {"destinationAddressPrefix": "10.0.0.4"}
	ssh([refuse(90, to), allow(100, to)]) == 0
	ssh([refuse(90, {"destinationAddressPrefix": "10.0.0.5"}), allow(100, to)]) == 1
	ssh([refuse(90, {}), allow(100, to)]) == 0
}

test_rdp_needs_both_protocols_shut if {
	open_rule := allow(100, {"protocol": "*", "destinationPortRange": "3389"})
	tcp := refuse(90, {"destinationPortRange": "3389"})
	udp := refuse(91, {"protocol": "Udp", "destinationPortRange": "3389"})
	count(rdp_from_internet.deny) == 1 with input as group([tcp, open_rule])
	count(rdp_from_internet.deny) == 1 with input as group([udp, open_rule])
	count(rdp_from_internet.deny) == 0 with input as group([tcp, udp, open_rule])
}

test_azure_cloud_is_every_customer_of_azure if {
	every tag in ["AzureCloud", "azurecloud", "AzureCloud.WestEurope", " AzureCloud "] {
		ssh([allow(100, {"sourceAddressPrefix": tag})]) == 1
	}
	messages := {finding.message | some finding in ssh_from_internet.deny with input as group([allow(100, {"sourceAddressPrefix": "AzureCloud"})])}
	messages == {"port 22 (SSH) is open to all addresses of Azure"}
	ssh([refuse(90, {"sourceAddressPrefix": "AzureCloud"}), allow(100, {"sourceAddressPrefix": "AzureCloud.WestEurope"})]) == 0
	ssh([refuse(90, {"sourceAddressPrefix": "AzureCloud.WestEurope"}), allow(100, {"sourceAddressPrefix": "AzureCloud"})]) == 1
	ssh([refuse(90, {"sourceAddressPrefix": "Internet"}), allow(100, {"sourceAddressPrefix": "AzureCloud"})]) == 0
}

test_other_tags_are_closed if {
	every tag in ["VirtualNetwork", "AzureLoadBalancer", "GatewayManager", "Storage", "Storage.WestEurope", "ApiManagement"] {
		ssh([allow(100, {"sourceAddressPrefix": tag})]) == 0
	}
}

test_application_security_groups_of_a_template_are_closed if {
	rule := object.union(object.remove(allow(100, {}), ["sourceAddressPrefix"]), {"sourceApplicationSecurityGroups": [{"id": "a"}]})
	count(ssh_from_internet.deny) == 0 with input as group([rule])
	count(all_ports_from_internet.deny) == 0 with input as group([object.union(rule, {"destinationPortRange": "*"})])
	count(ssh_from_internet.deny) == 1 with input as group([object.union(rule, {"sourceApplicationSecurityGroups": []})])
	count(ssh_from_internet.deny) == 1 with input as group([object.union(rule, {"sourceApplicationSecurityGroups": null})])
	count(ssh_from_internet.deny) == 1 with input as group([object.union(rule, {"sourceAddressPrefix": "*"})])
}

test_denial_for_application_security_groups_does_not_shut if {
	rule := object.union(object.remove(refuse(90, {}), ["destinationAddressPrefix"]), {"destinationApplicationSecurityGroups": [{"id": "a"}]})
	count(ssh_from_internet.deny) == 1 with input as group([rule, allow(100, {})])
	count(ssh_from_internet.deny) == 1 with input as azurerm([object.union(refuse(90, {}), {"destinationAddressPrefix": null}), allow(100, {})])
}

together := {"every port is open to the internet, by this rule and others together"}

alone := {"every port is open to the internet"}

ports(range) := {"destinationPortRange": range}

test_rules_that_open_every_port_together_deny if {
	every_port([allow(100, ports("0-32767")), allow(101, ports("32768-65535"))]) == together
	every_port([allow(100, ports("1-20000")), allow(101, ports("10000-40000")), allow(102, ports("40001-65535"))]) == together
	every_port([allow(100, ports("0-32767")), allow(101, {"protocol": "*", "destinationPortRange": "32768-65535"})]) == together
	every_port([allow(100, ports("0-32767")), allow(101, {"sourceAddressPrefix": "0.0.0.0/1", "destinationPortRange": "32768-65535"})]) == together
}

test_rule_for_one_port_is_not_named if {
	pointers := {finding.pointer | some finding in all_ports_from_internet.deny with input as group([allow(99, ports("443")), allow(100, ports("0-32767")), allow(101, ports("32768-65535"))])}
	pointers == {
		"/properties/securityRules/1/properties/sourceAddressPrefix",
		"/properties/securityRules/2/properties/sourceAddressPrefix",
	}
}

test_nearly_every_port_denies if {
	every range in ["2-65535", "0-65534", "100-65535"] {
		every_port([allow(100, ports(range))]) == alone
	}
	every_port([allow(100, {"destinationPortRange": null, "destinationPortRanges": ["1-21", "23-3388", "3390-65535"]})]) == alone
}

test_ranges_that_overlap_count_once if {
	every_port([allow(100, {"destinationPortRange": null, "destinationPortRanges": ["40000-65535", "30000-65535", "60000-65535"]})]) == set()
	every_port([allow(100, ports("30000-65535")), allow(101, ports("30000-65535")), allow(102, ports("60000-65535"))]) == set()
	every_port([allow(100, {"destinationPortRange": null, "destinationPortRanges": ["30000-65535", "1-40000", "60000-65535"]})]) == alone
}

test_two_protocols_do_not_add_up if {
	every_port([allow(100, ports("0-32767")), allow(101, {"protocol": "Udp", "destinationPortRange": "32768-65535"})]) == set()
}

test_ports_that_are_denied_before_do_not_count if {
	every_port([refuse(90, ports("*")), allow(100, ports("*"))]) == set()
	every_port([refuse(90, ports("0-1023")), allow(100, ports("*"))]) == set()
	every_port([refuse(90, ports("22")), allow(100, ports("*"))]) == alone
	every_port([refuse(90, {"sourceAddressPrefix": "10.0.0.0/8", "destinationPortRange": "*"}), allow(100, ports("*"))]) == alone
	every_port([refuse(110, ports("*")), allow(100, ports("*"))]) == alone
	every_port([refuse(90, ports("30000-40000")), allow(100, ports("0-32767")), allow(101, ports("32768-65535"))]) == set()
}

child(name, properties) := {"id": name, "name": name, "type": "microsoft.network/networksecuritygroups/securityrules", "properties": properties}

with_children(rules, children) := object.union(group(rules), {"related": {"children": {"microsoft.network/networksecuritygroups/securityrules": children}}})

test_rules_that_are_resources_of_their_own_count_for_the_group if {
	pointers := {finding.pointer | some finding in ssh_from_internet.deny with input as with_children([], [child("nsg/open", allow(100, {}))])}
	pointers == {"/related/children/microsoft.network~1networksecuritygroups~1securityrules/0/properties/sourceAddressPrefix"}
	count(ssh_from_internet.deny) == 0 with input as with_children([allow(100, {})], [child("nsg/shut", refuse(90, {}))])
	count(ssh_from_internet.deny) == 0 with input as with_children([refuse(90, {})], [child("nsg/open", allow(100, {}))])
	count(all_ports_from_internet.deny) == 2 with input as with_children([allow(100, ports("0-32767"))], [child("more", allow(101, ports("32768-65535")))])
}

test_resource_replaces_the_rule_of_its_name if {
	count(ssh_from_internet.deny) == 0 with input as with_children([allow(100, {})], [child("nsg/R0", allow(100, {"sourceAddressPrefix": "VirtualNetwork"}))])
	count(ssh_from_internet.deny) == 1 with input as with_children([refuse(90, {}), allow(100, {})], [child("r0", refuse(110, {}))])
}

own(properties, beside) := {
	"type": "microsoft.network/networksecuritygroups/securityrules",
	"id": "/subscriptions/s/resourcegroups/g/providers/microsoft.network/networksecuritygroups/n/securityrules/own",
	"name": "own",
	"properties": properties,
	"related": {"nsg": [beside]},
}

test_rule_of_its_own_has_its_siblings if {
	inline := {"properties": {"securityRules": [{"name": "shut", "properties": refuse(90, {})}]}, "related": {"children": {}}}
	count(ssh_from_internet.deny) == 0 with input as own(allow(100, {}), inline)
	count(ssh_from_internet.deny) == 1 with input as own(allow(80, {}), inline)
	beside := {"properties": {}, "related": {"children": {"microsoft.network/networksecuritygroups/securityrules": [child("shut", refuse(90, {}))]}}}
	count(ssh_from_internet.deny) == 0 with input as own(allow(100, {}), beside)
	same := {"properties": {"securityRules": [{"name": "own", "properties": refuse(90, {})}]}, "related": {"children": {}}}
	count(ssh_from_internet.deny) == 1 with input as own(allow(100, {}), same)
}

azurerm_group(children) := object.union(azurerm([]), {"related": {"children": {"azurerm_network_security_rule": children}}})

test_azurerm_rules_of_their_own if {
	rule := {"id": "a", "type": "azurerm_network_security_rule", "properties": block(allow(100, {}))}
	shut := {"id": "b", "type": "azurerm_network_security_rule", "properties": block(refuse(90, {}))}
	count(ssh_from_internet.deny) == 1 with input as azurerm_group([rule])
	count(ssh_from_internet.deny) == 0 with input as azurerm_group([rule, shut])
	count(ssh_from_internet.deny) == 0 with input as {
		"type": "azurerm_network_security_rule",
		"properties": rule.properties,
		"related": {"nsg": [{"properties": {}, "related": {"children": {"azurerm_network_security_rule": [shut]}}}]},
	}
}
