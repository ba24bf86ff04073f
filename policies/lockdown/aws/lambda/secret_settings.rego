# METADATA
# title: Lambda functions keep no secrets in their environment
# description: Whoever may read the function reads its settings too, and values end up in templates, states and logs. A setting counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
# - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function
# custom:
#   id: AWS-LAMBDA-004
#   severity: high
#   layer: application
#   resources: ["AWS::Lambda::Function", "AWS::Serverless::Function", aws_lambda_function]
#   needs: []
#   remediation:
#     summary: "Keep the secret in Secrets Manager, let the function's role read it, and hand over its ARN only."
#     terraform: environment { variables = { DB_SECRET_ARN = aws_secretsmanager_secret.example.arn } }
#     collect: aws lambda get-function-configuration --function-name {name} --query "keys(Environment.Variables)" --region {region}
#     cloudformation: "Properties: { Environment: { Variables: { SECRET_ARN: !Ref SECRET } } }"
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.aws.lambda.secret_settings

import data.onus.lib.aws.lambda_settings

# The finding points at the resource: its value must not be printed beside it.
deny contains finding if {
	some name in lambda_settings.exposed
	finding := {
		"message": sprintf("the variable `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	lambda_settings.unrecorded
	finding := {
		"message": "the variables of the function were not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	lambda_settings.unreadable
	finding := {
		"message": "the variables of the function have an unexpected shape, so whether they hold secrets is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
