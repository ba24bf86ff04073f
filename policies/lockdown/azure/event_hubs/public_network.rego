# METADATA
# title: Event Hubs namespaces answer on private endpoints only
# description: A public endpoint lets a stolen key or token read and send messages from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/event-hubs/private-link-service
# custom:
#   id: AZ-EH-003
#   severity: high
#   layer: network.controls
#   resources: [microsoft.eventhub/namespaces, azurerm_eventhub_namespace]
#   needs: []
#   remediation:
#     summary: Add a private endpoint, then turn public network access off.
#     az: az eventhubs namespace update --resource-group {group} --name {name} --public-network-access Disabled --subscription {subscription}
#     terraform: public_network_access_enabled = false
#     arm: "properties: { publicNetworkAccess: 'Disabled' }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.event_hubs.public_network

import data.onus.lib.azure.event_hubs
import data.onus.lib.azure.perimeter

deny contains finding if {
	event_hubs.public_network.value != event_hubs.public_network.expected
	not perimeter.secured(event_hubs.public_network.value)
	finding := {
		"message": "the public endpoint answers",
		"pointer": event_hubs.public_network.pointer,
		"expected": event_hubs.public_network.expected,
	}
}

deny contains finding if {
	perimeter.secured(event_hubs.public_network.value)
	finding := perimeter.finding(event_hubs.public_network, event_hubs.public_network.expected)
}
