# METADATA
# title: Load balancer facts
# description: |
#   Load balancers of the second generation, as CloudFormation, AWS Config and the aws
#   provider of Terraform have them.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html
# - ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb
package onus.lib.aws.load_balancer

import data.onus.lib.aws.scalar
import data.onus.lib.fact

# What is balanced: requests (application), connections or packets. Requests by
# default.
kind := found if {
	found := fact.at(input.properties.Type, "/properties/Type")
} else := found if {
	found := fact.at(input.properties.type, "/properties/type")
} else := found if {
	found := fact.at(input.properties.load_balancer_type, "/properties/load_balancer_type")
} else := fact.assumed("application", "/properties")

# Whether only the VPC reaches it; the internet does by default.
internal if input.properties.Scheme == "internal"

internal if input.properties.scheme == "internal"

internal if scalar.boolean(input.properties.internal) == true
