# METADATA
# title: Environment of Container Apps
# description: Variables that are set by value, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-apps/manage-secrets
# - ref: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_app
package onus.lib.azure.container_apps_settings

import data.onus.lib.application.secret_settings

environments contains environment if {
	is_array(input.properties.template.containers)
	some container in input.properties.template.containers
	environment := container.env
}

environments contains environment if {
	is_array(input.properties.template.initContainers)
	some container in input.properties.template.initContainers
	environment := container.env
}

environments contains environment if {
	is_array(input.properties.template[0].container)
	some container in input.properties.template[0].container
	environment := container.env
}

environments contains environment if {
	is_array(input.properties.template[0].init_container)
	some container in input.properties.template[0].init_container
	environment := container.env
}

exposed contains setting.name if {
	some environment in environments
	some setting in secret_settings.of_list(environment)
	secret_settings.exposed(setting)
}

unreadable if {
	some environment in environments
	secret_settings.unreadable_list(environment)
}

# An app without containers is none.
readable if {
	is_array(input.properties.template.containers)
	some _, _ in input.properties.template.containers
}

readable if {
	is_array(input.properties.template[0].container)
	some _, _ in input.properties.template[0].container
}

unreadable if {
	given := input.properties.template.containers
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.template.initContainers
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.template[0].container
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.template[0].init_container
	not is_null(given)
	not is_array(given)
}
