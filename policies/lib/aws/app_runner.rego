# METADATA
# title: App Runner facts
# description: How a service is reached, as CloudFormation, AWS Config and Terraform have it.
# related_resources:
# - ref: https://docs.aws.amazon.com/apprunner/latest/api/API_IngressConfiguration.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apprunner-service.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apprunner_service
package onus.lib.aws.app_runner

import data.onus.lib.aws.scalar
import data.onus.lib.fact

# Whether the internet reaches the service. It does by default.
public := found if {
	found := fact.at(scalar.boolean(input.properties.NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible), "/properties/NetworkConfiguration/IngressConfiguration/IsPubliclyAccessible")
} else := found if {
	found := fact.at(scalar.boolean(input.properties.network_configuration[0].ingress_configuration[0].is_publicly_accessible), "/properties/network_configuration/0/ingress_configuration/0/is_publicly_accessible")
} else := fact.assumed(true, "/properties")
