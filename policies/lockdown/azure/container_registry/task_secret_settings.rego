# METADATA
# title: Container registry tasks mark arguments that hold secrets as secret
# description: Whoever may read the task reads its arguments and values too, and they end up in templates, states and logs of builds. An argument counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-authentication-key-vault
# - ref: https://learn.microsoft.com/azure/templates/microsoft.containerregistry/registries/tasks
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry_task
# custom:
#   id: AZ-ACR-004
#   severity: high
#   layer: application
#   resources: [microsoft.containerregistry/registries/tasks, azurerm_container_registry_task]
#   needs: []
#   remediation:
#     summary: "Mount the secret into the build from a key vault, or mark the argument as secret, and change the secret, as it was readable."
#     az: az acr task update --registry REGISTRY --name {name} --secret-arg NAME=VALUE
#     terraform: docker_step { secret_arguments = { NAME = var.value } }
#     arm: "properties: { step: { arguments: [ { name: NAME, value: VALUE, isSecret: true } ] } }"
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.azure.container_registry.task_secret_settings

import data.onus.lib.azure.container_registry_tasks

# The finding points at the resource: its value must not be printed next to it.
deny contains finding if {
	some name in container_registry_tasks.exposed
	finding := {
		"message": sprintf("the argument `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	not container_registry_tasks.readable
	finding := {
		"message": "the step of the task was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	container_registry_tasks.unreadable
	finding := {
		"message": "the arguments of the task have an unexpected shape, so whether they hold secrets is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
