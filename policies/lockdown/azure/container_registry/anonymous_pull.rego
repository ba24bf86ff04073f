# METADATA
# title: Container registries let nobody pull without signing in
# description: Anonymous pull publishes every image of the registry, with the code and secrets in its layers.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-registry/anonymous-pull-access
# custom:
#   id: AZ-ACR-003
#   severity: high
#   layer: identity.users
#   resources: [microsoft.containerregistry/registries, azurerm_container_registry]
#   needs: []
#   remediation:
#     summary: Turn anonymous pull off.
#     az: az acr update --name {name} --anonymous-pull-enabled false --subscription {subscription}
#     terraform: anonymous_pull_enabled = false
#     arm: "properties: { anonymousPullEnabled: false }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.container_registry.anonymous_pull

import data.onus.lib.azure.container_registry

deny contains finding if {
	container_registry.anonymous_pull.value != false
	finding := {
		"message": "images can be pulled without signing in",
		"pointer": container_registry.anonymous_pull.pointer,
		"expected": false,
	}
}
