# METADATA
# title: Images of Container Apps
# description: The images that an app runs, init containers included, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_app
package onus.lib.azure.container_apps_images

images contains {"image": container.image, "pointer": sprintf("/properties/template/%s/%d/image", [list, i])} if {
	some list in ["containers", "initContainers"]
	is_array(input.properties.template[list])
	some i, container in input.properties.template[list]
}

images contains {"image": container.image, "pointer": sprintf("/properties/template/0/%s/%d/image", [list, i])} if {
	some list in ["container", "init_container"]
	is_array(input.properties.template[0][list])
	some i, container in input.properties.template[0][list]
}
