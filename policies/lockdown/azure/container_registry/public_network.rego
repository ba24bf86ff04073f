# METADATA
# title: Container registries answer on private endpoints only
# description: A public endpoint lets stolen credentials pull and push images from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-registry/container-registry-private-link
# custom:
#   id: AZ-ACR-002
#   severity: high
#   layer: network.controls
#   resources: [microsoft.containerregistry/registries, azurerm_container_registry]
#   needs: []
#   remediation:
#     summary: Add a private endpoint (tier Premium), then turn public network access off.
#     az: az acr update --name {name} --public-network-enabled false --subscription {subscription}
#     terraform: public_network_access_enabled = false
#     arm: "properties: { publicNetworkAccess: 'Disabled' }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.container_registry.public_network

import data.onus.lib.azure.container_registry
import data.onus.lib.azure.perimeter

deny contains finding if {
	container_registry.public_network.value != container_registry.public_network.expected
	not perimeter.secured(container_registry.public_network.value)
	finding := {
		"message": "the public endpoint answers",
		"pointer": container_registry.public_network.pointer,
		"expected": container_registry.public_network.expected,
	}
}

deny contains finding if {
	perimeter.secured(container_registry.public_network.value)
	finding := perimeter.finding(container_registry.public_network, container_registry.public_network.expected)
}
