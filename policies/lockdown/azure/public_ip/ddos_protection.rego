# METADATA
# title: Public IP addresses do not opt out of DDoS protection
# description: With the protection mode "Disabled", an address stays without DDoS network protection even in a virtual network that pays for it.
# related_resources:
# - ref: https://learn.microsoft.com/azure/ddos-protection/ddos-protection-overview
# custom:
#   id: AZ-PIP-002
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.network/publicipaddresses, azurerm_public_ip]
#   needs: []
#   remediation:
#     summary: Let the address take the protection of its virtual network, or protect it by itself with the mode Enabled.
#     az: az network public-ip update --ids {id} --ddos-protection-mode VirtualNetworkInherited
#     terraform: ddos_protection_mode = "VirtualNetworkInherited"
#     arm: "properties: { ddosSettings: { protectionMode: 'VirtualNetworkInherited' } }"
#   frameworks: {mcsb: [NS-5]}
package onus.lockdown.azure.public_ip.ddos_protection

import data.onus.lib.azure.public_ip

# "VirtualNetworkInherited", the default, passes: whether the network has a plan
# is a matter of the network, not of the address.
deny contains finding if {
	mode := public_ip.ddos_protection.value
	not mode in {"Enabled", "VirtualNetworkInherited"}
	finding := {
		"message": "network protection against DDoS is switched off for the address",
		"pointer": public_ip.ddos_protection.pointer,
		"expected": "VirtualNetworkInherited",
	}
}
