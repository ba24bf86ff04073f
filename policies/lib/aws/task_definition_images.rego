# METADATA
# title: Images of ECS task definitions
# description: The images that a task definition runs. In Terraform they stand in a text beside what must not be printed, so findings point at the resource.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
package onus.lib.aws.task_definition_images

import data.onus.lib.aws.task_definition

images contains {"image": container.Image, "pointer": sprintf("/properties/ContainerDefinitions/%d/Image", [i])} if {
	is_array(input.properties.ContainerDefinitions)
	some i, container in input.properties.ContainerDefinitions
}

# The spelling of the API, which the schema of the type does not have.
# onus ignore:unknown-property
images contains {"image": container.image, "pointer": sprintf("/properties/ContainerDefinitions/%d", [i])} if {
	is_array(input.properties.ContainerDefinitions)
	some i, container in input.properties.ContainerDefinitions
}

images contains {"image": image, "pointer": "/id"} if {
	some container in task_definition.text_containers
	some image in task_definition.any_case(container, "image")
}

# What is in the place of a list of containers, or of a container, is an image that
# can't be read. So is what is not there: a task definition has containers.
images contains {"image": {}, "pointer": "/properties"} if not task_definition.readable

images contains {"image": {}, "pointer": "/properties/ContainerDefinitions"} if {
	given := input.properties.ContainerDefinitions
	not is_null(given)
	not is_array(given)
}

images contains {"image": {}, "pointer": "/id"} if {
	given := input.properties.container_definitions
	not is_null(given)
	not task_definition.is_list(given)
}

images contains {"image": {}, "pointer": "/id"} if {
	some container in task_definition.text_containers
	not is_object(container)
}
