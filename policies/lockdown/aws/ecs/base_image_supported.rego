# METADATA
# title: Containers of ECS run images of supported releases
# description: Images of languages and systems whose release has ended get no security fixes any more. Only images whose name says what they hold are asked; what others are built on is for their scanner to say.
# related_resources:
# - ref: https://github.com/docker-library/official-images
# - ref: https://endoflife.date
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdefinition.html
# custom:
#   id: AWS-ECS-002
#   severity: high
#   layer: application
#   resources: ["AWS::ECS::TaskDefinition", aws_ecs_task_definition]
#   needs: []
#   remediation:
#     summary: Move to an image of a later release.
#     terraform: container_definitions = jsonencode([{ name = "web", image = "IMAGE" }])
#     cloudformation: "Properties: { ContainerDefinitions: [ { Image: IMAGE } ] }"
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.aws.ecs.base_image_supported

import data.onus.lib.application.image_findings
import data.onus.lib.aws.task_definition_images

default applies := false

applies if image_findings.known(task_definition_images.images)

deny contains finding if {
	some finding in image_findings.ended(task_definition_images.images)
}
