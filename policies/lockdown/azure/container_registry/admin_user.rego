# METADATA
# title: Container registries have no admin user
# description: The admin user is one shared password that can push any image, and that no log ties to a person.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-registry/container-registry-authentication
# custom:
#   id: AZ-ACR-001
#   severity: high
#   layer: identity.users
#   resources: [microsoft.containerregistry/registries, azurerm_container_registry]
#   needs: []
#   remediation:
#     summary: Turn the admin user off, and use Microsoft Entra identities or repository tokens.
#     az: az acr update --name {name} --admin-enabled false --subscription {subscription}
#     terraform: admin_enabled = false
#     arm: "properties: { adminUserEnabled: false }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.container_registry.admin_user

import data.onus.lib.azure.container_registry

deny contains finding if {
	container_registry.admin_user.value != false
	finding := {
		"message": "the shared admin user is on",
		"pointer": container_registry.admin_user.pointer,
		"expected": false,
	}
}
