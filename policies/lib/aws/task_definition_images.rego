# METADATA
# title: Images of ECS task definitions
# description: The images that a task definition runs. In Terraform they stand in a text beside what must not be printed, so findings point at the resource.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
package onus.lib.aws.task_definition_images

import data.onus.lib.aws.task_definition

images contains {"image": container.Image, "pointer": sprintf("/properties/ContainerDefinitions/%d/Image", [i])} if {
	some i, container in task_definition.containers
}

images contains {"image": container[key], "pointer": "/id"} if {
	some container in task_definition.containers
	some key in ["image"]
}
