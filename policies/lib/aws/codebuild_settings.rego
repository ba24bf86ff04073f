# METADATA
# title: Environment of CodeBuild projects
# description: |
#   Variables that are set by value, as CloudFormation, AWS Config and the aws provider of
#   Terraform have them. The value of a variable of another type than `PLAINTEXT`, which is
#   the default, is the name of a parameter or a secret.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-environmentvariable.html
# - ref: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project
package onus.lib.aws.codebuild_settings

import data.onus.lib.application.secret_settings

environments contains input.properties.Environment.EnvironmentVariables

environments contains input.properties.environment.environmentVariables

environments contains input.properties.environment[0].environment_variable

exposed contains setting.name if {
	some environment in environments
	is_array(environment)
	some variable in environment
	not refers(variable)
	some setting in secret_settings.of_list([variable])
	secret_settings.exposed(setting)
}

references := {"PARAMETER_STORE", "SECRETS_MANAGER"}

refers(variable) if variable.Type in references

refers(variable) if variable.type in references

# Every project has an environment.
readable if is_object(input.properties.Environment)

readable if is_object(input.properties.environment)

readable if {
	is_array(input.properties.environment)
	some _, _ in input.properties.environment
}

unreadable if {
	some environment in environments
	secret_settings.unreadable_list(environment)
}
