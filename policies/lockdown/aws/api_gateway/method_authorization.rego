# METADATA
# title: Methods of REST APIs ask who calls
# description: A method without authorization answers everybody who reaches the API. An API key only counts calls, and does not say who calls. A resource policy of the API may hold others off, but is not looked at here.
# related_resources:
# - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html
# custom:
#   id: AWS-APIGW-001
#   severity: high
#   layer: application
#   resources: ["AWS::ApiGateway::Method", aws_api_gateway_method]
#   needs: []
#   remediation:
#     summary: Authorize callers with IAM, a Cognito user pool or a Lambda authorizer.
#     aws: aws apigateway update-method --rest-api-id API --resource-id RESOURCE --http-method METHOD --patch-operations op=replace,path=/authorizationType,value=AWS_IAM --region {region}
#     terraform: authorization = "AWS_IAM"
#     cloudformation: "Properties: { AuthorizationType: AWS_IAM }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.aws.api_gateway.method_authorization

import data.onus.lib.aws.api_gateway

deny contains finding if {
	not api_gateway.preflight
	not api_gateway.authorization.value in {"AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM"}
	finding := {
		"message": "the method answers without asking who calls",
		"pointer": api_gateway.authorization.pointer,
		"expected": "AWS_IAM",
	}
}
