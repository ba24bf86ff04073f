# METADATA
# title: Environment of Container Apps
# description: Variables that are set by value, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-apps/manage-secrets
# - ref: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_app
package onus.lib.azure.container_apps_settings

import data.onus.lib.application.secret_settings

exposed contains setting.name if {
	some list in ["containers", "initContainers"]
	is_array(input.properties.template[list])
	some container in input.properties.template[list]
	some setting in secret_settings.of_list(container.env)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some list in ["container", "init_container"]
	is_array(input.properties.template[0][list])
	some container in input.properties.template[0][list]
	some setting in secret_settings.of_list(container.env)
	secret_settings.exposed(setting)
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
