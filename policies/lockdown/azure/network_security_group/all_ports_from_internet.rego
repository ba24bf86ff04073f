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
#   needs:
#   - children.microsoft.network/networksecuritygroups/securityrules
#   - children.azurerm_network_security_rule
#   - nsg.children.microsoft.network/networksecuritygroups/securityrules
#   - nsg.children.azurerm_network_security_rule
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
#       child-rule:
#         pointer: "/related/children/**"
#         az: az resource update --ids {child} --set properties.destinationPortRange=443 properties.destinationPortRanges=[]
#         arm: "properties: { destinationPortRange: '443', destinationPortRanges: [] }"
#         terraform: |-
#           destination_port_range = "443"
#           destination_port_ranges = null
#   frameworks: {mcsb: [NS-1]}
package onus.lockdown.azure.network_security_group.all_ports_from_internet

import data.onus.lib.azure.network_security_group
import data.onus.lib.azure.security_rules

deny contains finding if {
	some openings in network_security_group.every_port
	some opening in openings
	network_security_group.covers_all(opening.ports)
	finding := {
		"message": sprintf("every port is open to %s", [opening.audience]),
		"pointer": opening.pointer,
	}
}

# Several rules together. One for a single port adds nothing that matters.
deny contains finding if {
	some openings in network_security_group.every_port
	count([true | some alone in openings; network_security_group.covers_all(alone.ports)]) == 0
	some opening in openings
	some ends in opening.ports
	ends[0] < ends[1]
	finding := {
		"message": sprintf("every port is open to %s, by this rule and others together", [opening.audience]),
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
