# METADATA
# title: Service Bus namespaces answer on private endpoints only
# description: A public endpoint lets a stolen key or token read and send messages from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/service-bus-messaging/private-link-service
# custom:
#   id: AZ-SB-003
#   severity: high
#   layer: network.controls
#   resources: [microsoft.servicebus/namespaces, azurerm_servicebus_namespace]
#   needs: []
#   remediation:
#     summary: Add a private endpoint, then turn public network access off.
#     az: az servicebus namespace update --resource-group {group} --name {name} --public-network-access Disabled --subscription {subscription}
#     terraform: public_network_access_enabled = false
#     arm: "properties: { publicNetworkAccess: 'Disabled' }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.service_bus.public_network

import data.onus.lib.azure.perimeter
import data.onus.lib.azure.service_bus

deny contains finding if {
	service_bus.public_network.value != service_bus.public_network.expected
	not perimeter.secured(service_bus.public_network.value)
	finding := {
		"message": "the public endpoint answers",
		"pointer": service_bus.public_network.pointer,
		"expected": service_bus.public_network.expected,
	}
}

deny contains finding if {
	perimeter.secured(service_bus.public_network.value)
	finding := perimeter.finding(service_bus.public_network, service_bus.public_network.expected)
}
