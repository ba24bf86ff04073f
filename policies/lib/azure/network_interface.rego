# METADATA
# title: Network interface facts
# description: |
#   Who stands before the network interfaces that belong to a resource
#   (`input.related.nic`, with `nsg` and `subnet.nsg`).
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/networkinterfaces
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_interface_security_group_association
package onus.lib.azure.network_interface

# guarded(nic): a security group is put on the interface, or on each of its
# subnets. One that the inventory does not hold is a group all the same: its rules
# are not asked for here.
guarded(nic) if has_group(nic)

guarded(nic) if {
	subnets := object.get(nic.related, "subnet", [])
	count(subnets) > 0
	every subnet in subnets {
		has_group(subnet)
	}
}

has_group(thing) if count(object.get(thing.related, "nsg", [])) > 0

has_group(thing) if {
	some id in thing.unresolved
	contains(id, "/networksecuritygroups/")
}

# doubtful(nic): whether a group is there can't be told, for the subnet is not in
# the inventory, or a reference of the interface or the subnet is not known.
doubtful(nic) if count(object.get(nic.related, "subnet", [])) == 0

doubtful(nic) if {
	some id in nic.unresolved
	not contains(id, "/providers/")
}

doubtful(nic) if {
	some subnet in object.get(nic.related, "subnet", [])
	some id in subnet.unresolved
	not contains(id, "/providers/")
}
