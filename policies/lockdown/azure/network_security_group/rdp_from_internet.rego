# METADATA
# title: Network security groups keep RDP closed to the internet
# description: An RDP port that the internet can reach is tried with stolen and guessed credentials all day, and every flaw in it is exploited within days.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# - ref: https://learn.microsoft.com/azure/security/fundamentals/network-best-practices
# custom:
#   id: AZ-NSG-002
#   severity: high
#   layer: network.controls
#   resources:
#   - microsoft.network/networksecuritygroups
#   - microsoft.network/networksecuritygroups/securityrules
#   - azurerm_network_security_group
#   - azurerm_network_security_rule
#   needs:
#   - children.microsoft.network/networksecuritygroups/securityrules
#   - children.azurerm_network_security_rule
#   - nsg.children.microsoft.network/networksecuritygroups/securityrules
#   - nsg.children.azurerm_network_security_rule
#   remediation:
#     summary: Allow port 3389 only from the networks that administer the machines, or use Azure Bastion or just-in-time access.
#     az: az network nsg rule update --resource-group {group} --nsg-name {name} --name {item} --source-address-prefixes VirtualNetwork --subscription {subscription}
#     terraform: |-
#       security_rule {
#         source_address_prefix = "VirtualNetwork"
#         source_address_prefixes = null
#       }
#     arm: "properties: { securityRules: [ { properties: { sourceAddressPrefix: 'VirtualNetwork', sourceAddressPrefixes: [] } } ] }"
#     variants:
#       rule:
#         resources: "{microsoft.network/networksecuritygroups/securityrules,azurerm_network_security_rule}"
#         az: az network nsg rule update --resource-group {group} --nsg-name {parent} --name {name} --source-address-prefixes VirtualNetwork --subscription {subscription}
#         arm: "properties: { sourceAddressPrefix: 'VirtualNetwork', sourceAddressPrefixes: [] }"
#         terraform: |-
#           source_address_prefix = "VirtualNetwork"
#           source_address_prefixes = null
#       child-rule:
#         pointer: "/related/children/**"
#         az: az resource update --ids {child} --set properties.sourceAddressPrefix=VirtualNetwork properties.sourceAddressPrefixes=[]
#         arm: "properties: { sourceAddressPrefix: 'VirtualNetwork', sourceAddressPrefixes: [] }"
#         terraform: |-
#           source_address_prefix = "VirtualNetwork"
#           source_address_prefixes = null
#   frameworks: {mcsb: [NS-3]}
package onus.lockdown.azure.network_security_group.rdp_from_internet

import data.onus.lib.azure.network_security_group
import data.onus.lib.azure.security_rules

# RDP runs over TCP and over UDP.
deny contains finding if {
	some protocol in ["tcp", "udp"]
	some opening in network_security_group.open_at(protocol, 3389)
	finding := {
		"message": sprintf("port 3389 (RDP) is open to %s", [opening.audience]),
		"pointer": opening.pointer,
	}
}

deny contains finding if {
	some pointer in security_rules.unreadable
	finding := {
		"message": "a security rule cannot be read, so nothing shows that it keeps the internet out",
		"pointer": pointer,
	}
}
