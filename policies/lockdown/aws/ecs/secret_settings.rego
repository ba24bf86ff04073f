# METADATA
# title: Containers of ECS take secrets from a store, not from values
# description: Whoever may read the task definition reads its settings too, and values end up in templates, states and logs. A setting counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
# - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html
# custom:
#   id: AWS-ECS-001
#   severity: high
#   layer: application
#   resources: ["AWS::ECS::TaskDefinition", aws_ecs_task_definition]
#   needs: []
#   remediation:
#     summary: "Keep the value in Secrets Manager or Parameter Store, name it under `secrets`, and change it, as it was readable."
#     terraform: container_definitions = jsonencode([{ name = "web", secrets = [{ name = "NAME", valueFrom = aws_secretsmanager_secret.example.arn }] }])
#     cloudformation: "Properties: { ContainerDefinitions: [ { Secrets: [ { Name: NAME, ValueFrom: SECRET_ARN } ] } ] }"
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.aws.ecs.secret_settings

import data.onus.lib.aws.task_definition

# The finding points at the resource: its value must not be printed beside it.
deny contains finding if {
	some name in task_definition.exposed
	finding := {
		"message": sprintf("the variable `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	not task_definition.readable
	finding := {
		"message": "the containers were not collected, or are not readable",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	task_definition.unreadable
	finding := {
		"message": "the variables of the containers have an unexpected shape, so whether they hold secrets is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
