package onus.lockdown.aws.api_gateway.route_authorization_test

import data.onus.lockdown.aws.api_gateway.route_authorization

pointers(properties) := {finding.pointer | some finding in route_authorization.deny with input as {"properties": properties}}

test_none_denies if {
	route_authorization.deny == {{
		"message": "the route answers without asking who calls",
		"pointer": "/properties/AuthorizationType",
		"expected": "AWS_IAM",
	}} with input as {"type": "AWS::ApiGatewayV2::Route", "properties": {"RouteKey": "GET /orders", "AuthorizationType": "NONE"}}
}

test_absent_denies if {
	pointers({"RouteKey": "ANY /{proxy+}"}) == {"/properties"}
	pointers({"route_key": "GET /", "authorization_type": null}) == {"/properties"}
	pointers({}) == {"/properties"}
}

test_connect_denies if pointers({"RouteKey": "$connect"}) == {"/properties"}

test_authorization_allows if {
	pointers({"RouteKey": "GET /orders", "AuthorizationType": "JWT"}) == set()
	pointers({"route_key": "$default", "authorization_type": "AWS_IAM"}) == set()
	pointers({"route_key": "$connect", "authorization_type": "CUSTOM"}) == set()
}

test_preflight_and_messages_allow if {
	pointers({"RouteKey": "OPTIONS /orders"}) == set()
	pointers({"RouteKey": "$disconnect"}) == set()
	pointers({"route_key": "sendMessage", "authorization_type": "NONE"}) == set()
}

test_default_is_unknown if {
	[finding.unknown | some finding in route_authorization.deny] == [true] with input as {"properties": {"RouteKey": "$default"}}
}

test_other_spelling_and_type_deny if {
	pointers({"RouteKey": "GET /", "AuthorizationType": "jwt"}) == {"/properties/AuthorizationType"}
	pointers({"RouteKey": ["sendMessage"]}) == {"/properties"}
}
