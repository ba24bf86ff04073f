# METADATA
# title: Lambda function URLs ask who calls
# description: With the type NONE, Lambda does not ask who calls, and the function answers whomever its resource policy lets in, which is mostly everybody.
# related_resources:
# - ref: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-url.html
# custom:
#   id: AWS-LAMBDA-003
#   severity: high
#   layer: application
#   resources: ["AWS::Lambda::Url", aws_lambda_function_url]
#   needs: []
#   remediation:
#     summary: Authorize callers with IAM, or put the function behind an API that does.
#     aws: aws lambda update-function-url-config --function-name FUNCTION --auth-type AWS_IAM --region {region}
#     terraform: authorization_type = "AWS_IAM"
#     cloudformation: "Properties: { AuthType: AWS_IAM }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.aws.lambda.url_authorization

import data.onus.lib.aws.lambda_url

deny contains finding if {
	lambda_url.auth_type.value != "AWS_IAM"
	finding := {
		"message": "the function's URL answers without asking who calls",
		"pointer": lambda_url.auth_type.pointer,
		"expected": "AWS_IAM",
	}
}
