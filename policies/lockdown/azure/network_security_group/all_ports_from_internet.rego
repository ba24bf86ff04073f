# METADATA
# title: Network security groups do not open every port to the internet
# description: A rule that lets anyone reach any port takes the place of the firewall; whatever starts to listen is exposed.
# related_resources:
# - ref: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
# - ref: https://learn.microsoft.com/azure/security/fundamentals/network-best-practices
# custom:
#   id: AZ-NSG-003
#   severity: critical
#   layer: network.controls
#   resources:
#   - microsoft.network/networksecuritygroups
#   - microsoft.network/networksecuritygroups/securityrules
#   - azurerm_network_security_group
#   - azurerm_network_security_rule
#   needs: []
#   remediation:
#     summary: Replace the rule with one that names the ports that are served, or the networks that may connect.
#     az: az network nsg rule update --resource-group {group} --nsg-name {name} --name {item} --destination-port-ranges 443 --subscription {subscription}
#     terraform: |-
#       security_rule {
#         destination_port_range = "443"
#         destination_port_ranges = null
#       }
#     arm: "properties: { securityRules: [ { properties: { destinationPortRange: '443', destinationPortRanges: [] } } ] }"
#     variants:
#       rule:
#         resources: "{microsoft.network/networksecuritygroups/securityrules,azurerm_network_security_rule}"
#         az: az network nsg rule update --resource-group {group} --nsg-name {parent} --name {name} --destination-port-ranges 443 --subscription {subscription}
#         arm: "properties: { destinationPortRange: '443', destinationPortRanges: [] }"
#         terraform: |-
#           destination_port_range = "443"
#           destination_port_ranges = null
#   frameworks: {mcsb: [NS-1]}
package onus.lockdown.azure.network_security_group.all_ports_from_internet

import data.onus.lib.azure.network_security_group

# These protocols have no ports; a rule for them opens none.
other_protocols := {"icmp", "esp", "ah"}

deny contains finding if {
	some opening in network_security_group.from_internet
	count(opening.protocols & other_protocols) == 0
	network_security_group.covers_all(opening.ports)
	finding := {
		"message": "every port is open to the internet",
		"pointer": opening.pointer,
	}
}

deny contains finding if {
	some pointer in network_security_group.unreadable
	finding := {
		"message": "a security rule cannot be read, so nothing shows that it keeps the internet out",
		"pointer": pointer,
	}
}
