# METADATA
# title: Event Hubs namespaces answer on private endpoints only
# description: A public endpoint lets a stolen key or token read and send messages from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/event-hubs/private-link-service
# custom:
#   id: AZ-EH-003
#   severity: medium
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

deny contains finding if {
	event_hubs.public_network.value != event_hubs.public_network.expected
	event_hubs.public_network.value != "SecuredByPerimeter"
	finding := {
		"message": "the public endpoint answers",
		"pointer": event_hubs.public_network.pointer,
		"expected": event_hubs.public_network.expected,
	}
}

# A network security perimeter decides instead, and its access rules are a resource
# of their own.
deny contains finding if {
	event_hubs.public_network.value == "SecuredByPerimeter"
	finding := {
		"message": "the public endpoint answers whom a network security perimeter lets in, and its access rules were not assessed",
		"pointer": event_hubs.public_network.pointer,
		"expected": event_hubs.public_network.expected,
		"unknown": true,
	}
}
