# METADATA
# title: Virtual machines stand behind network security groups
# description: Without a group on the network interface or its subnet, everything in the virtual network, and on a Basic public address the whole internet, reaches every port of the machine.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works
# custom:
#   id: AZ-VM-006
#   severity: high
#   layer: network.controls
#   resources: [microsoft.compute/virtualmachines, azurerm_linux_virtual_machine, azurerm_windows_virtual_machine, azurerm_virtual_machine]
#   needs: [nic.nsg, nic.subnet.nsg]
#   remediation:
#     summary: Put a network security group on the subnet, or on the network interface itself.
#     az: az network nic update --resource-group {group} --name NIC --network-security-group NSG --subscription {subscription}
#     terraform: |-
#       resource "azurerm_network_interface_security_group_association" "example" {
#         network_interface_id = azurerm_network_interface.example.id
#         network_security_group_id = azurerm_network_security_group.example.id
#       }
#     arm: "type: 'Microsoft.Network/networkInterfaces', properties: { networkSecurityGroup: { id: 'NSG_ID' } }"
#   frameworks: {mcsb: [NS-1]}
package onus.lockdown.azure.virtual_machine.security_group

import data.onus.lib.azure.network_interface

deny contains finding if {
	some i, nic in input.related.nic
	not network_interface.guarded(nic)
	not network_interface.doubtful(nic)
	finding := {
		"message": "no security group stands before this network interface or its subnet",
		"pointer": sprintf("/related/nic/%d/properties", [i]),
	}
}

deny contains finding if {
	some i, nic in input.related.nic
	not network_interface.guarded(nic)
	network_interface.doubtful(nic)
	finding := {
		"message": "whether a security group stands before this network interface can't be told: its subnet is not in the inventory",
		"pointer": sprintf("/related/nic/%d/properties", [i]),
		"unknown": true,
	}
}

deny contains finding if {
	count(input.unresolved) > 0
	finding := {
		"message": "a network interface of the machine is not in the inventory",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	count(input.related.nic) == 0
	count(input.unresolved) == 0
	finding := {
		"message": "no network interface of the machine is known",
		"pointer": "/properties",
		"unknown": true,
	}
}
