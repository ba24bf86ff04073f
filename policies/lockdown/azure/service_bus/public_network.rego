# METADATA
# title: Service Bus namespaces answer on private endpoints only
# description: A public endpoint lets a stolen key or token read and send messages from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/service-bus-messaging/private-link-service
# custom:
#   id: AZ-SB-003
#   severity: medium
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

import data.onus.lib.azure.service_bus

deny contains finding if {
	service_bus.public_network.value != service_bus.public_network.expected
	service_bus.public_network.value != "SecuredByPerimeter"
	finding := {
		"message": "the public endpoint answers",
		"pointer": service_bus.public_network.pointer,
		"expected": service_bus.public_network.expected,
	}
}

# A network security perimeter decides instead, and its access rules are a resource
# of their own.
deny contains finding if {
	service_bus.public_network.value == "SecuredByPerimeter"
	finding := {
		"message": "the public endpoint answers whom a network security perimeter lets in, and its access rules were not assessed",
		"pointer": service_bus.public_network.pointer,
		"expected": service_bus.public_network.expected,
		"unknown": true,
	}
}
