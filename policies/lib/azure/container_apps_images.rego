# METADATA
# title: Images of Container Apps
# description: The images that an app runs, init containers included, whatever the shape of the source (ARM or azurerm).
# related_resources:
# - ref: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_app
package onus.lib.azure.container_apps_images

images contains {"image": container.image, "pointer": sprintf("/properties/template/containers/%d/image", [i])} if {
	is_array(input.properties.template.containers)
	some i, container in input.properties.template.containers
}

images contains {"image": container.image, "pointer": sprintf("/properties/template/initContainers/%d/image", [i])} if {
	is_array(input.properties.template.initContainers)
	some i, container in input.properties.template.initContainers
}

images contains {"image": container.image, "pointer": sprintf("/properties/template/0/container/%d/image", [i])} if {
	is_array(input.properties.template[0].container)
	some i, container in input.properties.template[0].container
}

images contains {"image": container.image, "pointer": sprintf("/properties/template/0/init_container/%d/image", [i])} if {
	is_array(input.properties.template[0].init_container)
	some i, container in input.properties.template[0].init_container
}

# What is in the place of a list of containers is an image that can't be read.
images contains {"image": {}, "pointer": "/properties/template/containers"} if {
	given := input.properties.template.containers
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/template/initContainers"} if {
	given := input.properties.template.initContainers
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/template/0/container"} if {
	given := input.properties.template[0].container
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/template/0/init_container"} if {
	given := input.properties.template[0].init_container
	not is_null(given)
	not is_array(given)
}

# azurerm has a list of blocks where ARM has an object.
images contains {"image": {}, "pointer": "/properties/template"} if {
	startswith(input.type, "azurerm_")
	given := input.properties.template
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/properties/template"} if {
	not startswith(input.type, "azurerm_")
	given := input.properties.template
	not is_null(given)
	not is_object(given)
}
