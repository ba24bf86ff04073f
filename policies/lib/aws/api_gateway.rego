# METADATA
# title: API Gateway facts
# description: |
#   Methods of REST APIs and routes of HTTP and WebSocket APIs, as CloudFormation
#   and the aws provider of Terraform have them. AWS Config records neither.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-route.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_method
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_route
package onus.lib.aws.api_gateway

import data.onus.lib.fact

# Who decides about a caller: NONE by default for routes, and nobody where a method
# does not say.
authorization := found if {
	found := fact.at(input.properties.AuthorizationType, "/properties/AuthorizationType")
} else := found if {
	found := fact.at(input.properties.authorization_type, "/properties/authorization_type")
} else := found if {
	found := fact.at(input.properties.authorization, "/properties/authorization")
} else := fact.assumed("NONE", "/properties")

# Browsers ask with OPTIONS before a call from another site, without credentials.
preflight if input.properties.HttpMethod == "OPTIONS"

preflight if input.properties.http_method == "OPTIONS"

preflight if startswith(route_key.value, "OPTIONS /")

route_key := found if {
	found := fact.at(input.properties.RouteKey, "/properties/RouteKey")
	is_string(found.value)
} else := found if {
	found := fact.at(input.properties.route_key, "/properties/route_key")
	is_string(found.value)
} else := fact.assumed("", "/properties")

# Only $connect of a WebSocket API can ask who calls; for the messages after it,
# whose keys hold no path, the answer stands.
message_route if {
	route_key.value != ""
	not route_key.value in {"$connect", "$default"}
	not contains(route_key.value, "/")
}
