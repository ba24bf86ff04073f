# METADATA
# title: Routes of HTTP and WebSocket APIs ask who calls
# description: A route without authorization answers everybody who reaches the API.
# related_resources:
# - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
# - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-route.html
# custom:
#   id: AWS-APIGW-002
#   severity: high
#   layer: application
#   resources: ["AWS::ApiGatewayV2::Route", aws_apigatewayv2_route]
#   needs: []
#   remediation:
#     summary: Authorize callers with IAM, a JWT or a Lambda authorizer.
#     aws: aws apigatewayv2 update-route --api-id API --route-id ROUTE --authorization-type AWS_IAM --region {region}
#     terraform: authorization_type = "AWS_IAM"
#     cloudformation: "Properties: { AuthorizationType: AWS_IAM }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.aws.api_gateway.route_authorization

import data.onus.lib.aws.api_gateway

open_route if {
	not api_gateway.preflight
	not api_gateway.message_route
	not api_gateway.authorization.value in {"AWS_IAM", "CUSTOM", "JWT"}
}

deny contains finding if {
	open_route
	api_gateway.route_key.value != "$default"
	finding := {
		"message": "the route answers without asking who calls",
		"pointer": api_gateway.authorization.pointer,
		"expected": "AWS_IAM",
	}
}

# HTTP and WebSocket APIs both have a $default.
deny contains finding if {
	open_route
	api_gateway.route_key.value == "$default"
	finding := {
		"message": "the route answers without asking who calls, unless its API is one of WebSockets whose $connect asks",
		"pointer": api_gateway.authorization.pointer,
		"expected": "AWS_IAM",
		"unknown": true,
	}
}
