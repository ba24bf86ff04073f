# METADATA
# title: CodeBuild projects take secrets from a store, not from values
# description: Whoever may read the project reads its variables too, and values end up in templates, states and logs of builds. A variable counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found.
# related_resources:
# - ref: https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
# - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html
# - ref: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html
# custom:
#   id: AWS-CODEBUILD-001
#   severity: high
#   layer: application
#   resources: ["AWS::CodeBuild::Project", aws_codebuild_project]
#   needs: []
#   remediation:
#     summary: "Keep the value in Secrets Manager or Parameter Store, name it with the type `SECRETS_MANAGER` or `PARAMETER_STORE`, and change it, as it was readable."
#     terraform: |
#       environment {
#         environment_variable {
#           name  = "NAME"
#           type  = "SECRETS_MANAGER"
#           value = aws_secretsmanager_secret.example.arn
#         }
#       }
#     cloudformation: "Properties: { Environment: { EnvironmentVariables: [ { Name: NAME, Type: SECRETS_MANAGER, Value: SECRET_NAME } ] } }"
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.aws.codebuild.secret_settings

import data.onus.lib.aws.codebuild_settings

# The finding points at the resource: its value must not be printed next to it.
deny contains finding if {
	some name in codebuild_settings.exposed
	finding := {
		"message": sprintf("the variable `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	not codebuild_settings.readable
	finding := {
		"message": "the environment of the project was not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	codebuild_settings.unreadable
	finding := {
		"message": "the variables of the project have an unexpected shape, so whether they hold secrets is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
