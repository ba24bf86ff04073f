# METADATA
# title: Variables of container registry tasks
# description: |
#   Arguments of builds and values of templates that are not marked as secret, as ARM and
#   the azurerm provider of Terraform have them. Azure does not return secret ones.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview
# - ref: https://learn.microsoft.com/azure/templates/microsoft.containerregistry/registries/tasks
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry_task
package onus.lib.azure.container_registry_tasks

import data.onus.lib.application.secret_settings

lists contains input.properties.step.arguments

lists contains input.properties.step.values

maps contains input.properties.docker_step[0].arguments

maps contains input.properties.encoded_step[0].values

maps contains input.properties.file_step[0].values

exposed contains setting.name if {
	some list in lists
	is_array(list)
	some variable in list
	not variable.isSecret == true
	some setting in secret_settings.of_list([variable])
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some map in maps
	some setting in secret_settings.of_map(map)
	secret_settings.exposed(setting)
}

# A system task has no step of its own.
readable if startswith(input.type, "azurerm_")

readable if is_object(input.properties.step)

readable if input.properties.isSystemTask == true

unreadable if {
	some list in lists
	secret_settings.unreadable_list(list)
}

unreadable if {
	some map in maps
	secret_settings.unreadable_map(map)
}
