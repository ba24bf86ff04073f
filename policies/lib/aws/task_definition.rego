# METADATA
# title: Containers of ECS task definitions
# description: |
#   CloudFormation has them as objects with capitals, and so has AWS Config; Terraform as a
#   text that holds JSON.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdefinition.html
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition
package onus.lib.aws.task_definition

import data.onus.lib.application.secret_settings

containers := input.properties.ContainerDefinitions if {
	is_array(input.properties.ContainerDefinitions)
} else := found if {
	is_string(input.properties.container_definitions)
	json.is_valid(input.properties.container_definitions)
	found := json.unmarshal(input.properties.container_definitions)
	is_array(found)
} else := []

exposed contains setting.name if {
	is_array(input.properties.ContainerDefinitions)
	some container in input.properties.ContainerDefinitions
	some setting in secret_settings.of_list(container.Environment)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	is_string(input.properties.container_definitions)
	some container in containers

	# onus ignore:unknown-property
	some setting in secret_settings.of_list(container.environment)
	secret_settings.exposed(setting)
}

# Whether there are containers: without reading what else they hold, as that may not
# be known.
readable if {
	is_array(input.properties.ContainerDefinitions)
	some _, _ in input.properties.ContainerDefinitions
}

readable if {
	is_string(input.properties.container_definitions)
	count(containers) > 0
}

unreadable if {
	is_array(input.properties.ContainerDefinitions)
	some container in input.properties.ContainerDefinitions
	secret_settings.unreadable_list(container.Environment)
}

unreadable if {
	is_string(input.properties.container_definitions)
	some container in containers

	# onus ignore:unknown-property
	secret_settings.unreadable_list(container.environment)
}

unreadable if {
	is_string(input.properties.container_definitions)
	some container in containers
	not is_object(container)
}

# is_list(text): it holds a list as JSON.
is_list(text) if {
	is_string(text)
	json.is_valid(text)
	is_array(json.unmarshal(text))
}
