# METADATA
# title: Environment of Lambda functions
# description: |
#   The variables of a function, as CloudFormation and the aws provider of Terraform
#   have them. AWS Config does not record them.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function
package onus.lib.aws.lambda_settings

import data.onus.lib.application.secret_settings

exposed contains setting.name if {
	some setting in secret_settings.of_map(input.properties.Environment.Variables)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some setting in secret_settings.of_map(input.properties.environment.variables)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some setting in secret_settings.of_map(input.properties.environment[0].variables)
	secret_settings.exposed(setting)
}

# AWS Config names the function in this spelling, and leaves its variables out.
unrecorded if {
	input.properties.functionName != null
	not recorded
}

recorded if is_object(input.properties.environment)

unreadable if secret_settings.unreadable_map(input.properties.Environment.Variables)

unreadable if secret_settings.unreadable_map(input.properties.environment.variables)

unreadable if secret_settings.unreadable_map(input.properties.environment[0].variables)

# An object in lower case is AWS Config's, which has no environment without variables;
# Terraform has a list of blocks.
unreadable if {
	is_object(input.properties.environment)
	not has_variables
}

has_variables if is_object(input.properties.environment.variables)
