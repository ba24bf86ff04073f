# METADATA
# title: App Runner services are reached from the VPC only
# description: A public service is reached from all of the internet, and App Runner itself does not ask who calls. A service that is meant to stand open needs a waiver that says so.
# related_resources:
# - ref: https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apprunner-service.html
# custom:
#   id: AWS-APPRUNNER-001
#   severity: medium
#   layer: network.controls
#   resources: ["AWS::AppRunner::Service", aws_apprunner_service]
#   needs: []
#   remediation:
#     summary: Make the endpoint private, and reach it through a VPC ingress connection.
#     aws: aws apprunner update-service --service-arn SERVICE_ARN --network-configuration IngressConfiguration={IsPubliclyAccessible=false} --region {region}
#     terraform: |-
#       network_configuration {
#         ingress_configuration { is_publicly_accessible = false }
#       }
#     cloudformation: "Properties: { NetworkConfiguration: { IngressConfiguration: { IsPubliclyAccessible: false } } }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.aws.app_runner.public_access

import data.onus.lib.aws.app_runner

deny contains finding if {
	app_runner.public.value != false
	finding := {
		"message": "all of the internet reaches the service",
		"pointer": app_runner.public.pointer,
		"expected": false,
	}
}
