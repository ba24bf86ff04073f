package onus.lockdown.azure.virtual_machine.security_group_test

import data.onus.lockdown.azure.virtual_machine.security_group

machine(nics, unresolved) := {
	"type": "microsoft.compute/virtualmachines",
	"properties": {},
	"related": {"nic": nics},
	"unresolved": unresolved,
}

nic(groups, subnets) := {
	"properties": {},
	"related": {"nsg": groups, "subnet": subnets},
	"unresolved": [],
}

subnet(groups) := {"properties": {}, "related": {"nsg": groups}, "unresolved": []}

group := {"type": "microsoft.network/networksecuritygroups", "properties": {}}

statuses(findings) := {object.get(finding, "unknown", false) | some finding in findings}

test_group_on_the_interface_allows if {
	count(security_group.deny) == 0 with input as machine([nic([group], [subnet([])])], [])
}

test_group_on_the_subnet_allows if {
	count(security_group.deny) == 0 with input as machine([nic([], [subnet([group])])], [])
}

test_group_that_is_not_in_the_inventory_allows if {
	outside := object.union(nic([], []), {"unresolved": ["/subscriptions/s/resourcegroups/g/providers/microsoft.network/networksecuritygroups/n"]})
	count(security_group.deny) == 0 with input as machine([outside], [])
}

test_no_group_denies if {
	findings := security_group.deny with input as machine([nic([], [subnet([])])], [])
	statuses(findings) == {false}
	some finding in findings
	finding.pointer == "/related/nic/0/properties"
}

test_each_interface_counts if {
	findings := security_group.deny with input as machine([nic([group], [subnet([])]), nic([], [subnet([])])], [])
	count(findings) == 1
	some finding in findings
	finding.pointer == "/related/nic/1/properties"
}

test_one_open_subnet_denies if {
	findings := security_group.deny with input as machine([nic([], [subnet([group]), subnet([])])], [])
	statuses(findings) == {false}
}

test_subnet_that_is_not_in_the_inventory_is_unknown if {
	findings := security_group.deny with input as machine([nic([], [])], [])
	statuses(findings) == {true}
}

test_reference_that_is_not_known_is_unknown if {
	doubtful := object.union(nic([], [subnet([])]), {"unresolved": ["/properties/networkSecurityGroup"]})
	findings := security_group.deny with input as machine([doubtful], [])
	statuses(findings) == {true}
}

test_interface_that_is_not_in_the_inventory_is_unknown if {
	findings := security_group.deny with input as machine([], ["/subscriptions/s/resourcegroups/g/providers/microsoft.network/networkinterfaces/n"])
	statuses(findings) == {true}
}

test_machine_without_interfaces_is_unknown if {
	findings := security_group.deny with input as machine([], [])
	statuses(findings) == {true}
}

test_missing_property_denies if {
	findings := security_group.deny with input as {
		"type": "azurerm_linux_virtual_machine",
		"properties": {},
		"related": {"nic": []},
		"unresolved": [],
	}
	count(findings) == 1
}
