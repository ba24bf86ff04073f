# METADATA
# title: Containers of ECS task definitions
# description: |
#   CloudFormation has them as objects with capitals, and so has AWS Config; the API has
#   its own keys in lower camel case. Terraform has a text that holds JSON, whose keys the
#   provider reads in any case.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdefinition.html
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition
# - ref: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecs/container_definitions.go
package onus.lib.aws.task_definition

import data.onus.lib.application.secret_settings

# Containers that Terraform writes as a text.
text_containers := found if {
	is_string(input.properties.container_definitions)
	json.is_valid(input.properties.container_definitions)
	found := json.unmarshal(input.properties.container_definitions)
	is_array(found)
} else := []

environments contains environment if {
	is_array(input.properties.ContainerDefinitions)
	some container in input.properties.ContainerDefinitions
	environment := container.Environment
}

# The spelling of the API, which the schema of the type does not have.
environments contains environment if {
	is_array(input.properties.ContainerDefinitions)
	some container in input.properties.ContainerDefinitions

	# onus ignore:unknown-property
	environment := container.environment
}

environments contains plain_list(list) if {
	some container in text_containers
	some list in any_case(container, "environment")
}

# any_case(value, name): the members of an object that have this name in any case.
any_case(value, name) := [member |
	is_object(value)
	some key, member in value
	lower(key) == name
]

# plain_list(list): a list of settings with their keys in lower case.
plain_list(list) := [plain(entry) | some entry in list] if {
	is_array(list)
} else := list

plain(entry) := {name: members[0] |
	some name in ["name", "value"]
	members := any_case(entry, name)
	count(members) > 0
}

exposed contains setting.name if {
	some environment in environments
	some setting in secret_settings.of_list(environment)
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
	count(text_containers) > 0
}

unreadable if {
	some environment in environments
	secret_settings.unreadable_list(environment)
}

unreadable if {
	some container in text_containers
	not is_object(container)
}

# The provider takes the last of several members, which JSON keeps in no order.
unreadable if {
	some container in text_containers
	ambiguous(container, ["environment", "image"])
}

unreadable if {
	some container in text_containers
	some list in any_case(container, "environment")
	is_array(list)
	some entry in list
	ambiguous(entry, ["name", "value"])
}

# ambiguous(value, names): two members have one of these names in different cases.
ambiguous(value, names) if {
	some name in names
	count(any_case(value, name)) > 1
}

# is_list(text): it holds a list as JSON.
is_list(text) if {
	is_string(text)
	json.is_valid(text)
	is_array(json.unmarshal(text))
}
