# METADATA
# title: Lambda function URL facts
# description: Who may call a function by its URL, as CloudFormation and Terraform have it.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function_url
package onus.lib.aws.lambda_url

import data.onus.lib.fact

# Both formats require it: where it is absent, nobody is assumed to ask.
auth_type := found if {
	found := fact.at(input.properties.AuthType, "/properties/AuthType")
} else := found if {
	found := fact.at(input.properties.authorization_type, "/properties/authorization_type")
} else := fact.assumed("NONE", "/properties")
