package onus.lockdown.aws.api_gateway.method_authorization_test

import data.onus.lockdown.aws.api_gateway.method_authorization

pointers(properties) := {finding.pointer | some finding in method_authorization.deny with input as {"properties": properties}}

test_none_denies if {
	method_authorization.deny == {{
		"message": "the method answers without asking who calls",
		"pointer": "/properties/AuthorizationType",
		"expected": "AWS_IAM",
	}} with input as {"type": "AWS::ApiGateway::Method", "properties": {"HttpMethod": "GET", "AuthorizationType": "NONE"}}
}

test_terraform_none_denies if pointers({"http_method": "ANY", "authorization": "NONE"}) == {"/properties/authorization"}

test_absent_denies if pointers({"HttpMethod": "POST"}) == {"/properties"}

test_null_denies if pointers({"HttpMethod": "POST", "AuthorizationType": null}) == {"/properties"}

test_api_key_alone_denies if pointers({"HttpMethod": "GET", "AuthorizationType": "NONE", "ApiKeyRequired": true}) == {"/properties/AuthorizationType"}

test_authorization_allows if {
	pointers({"HttpMethod": "GET", "AuthorizationType": "AWS_IAM"}) == set()
	pointers({"HttpMethod": "GET", "AuthorizationType": "COGNITO_USER_POOLS", "AuthorizerId": "a"}) == set()
	pointers({"http_method": "GET", "authorization": "CUSTOM"}) == set()
}

test_preflight_allows if {
	pointers({"HttpMethod": "OPTIONS", "AuthorizationType": "NONE"}) == set()
	pointers({"http_method": "OPTIONS", "authorization": "NONE"}) == set()
}

test_other_spelling_and_type_deny if {
	pointers({"HttpMethod": "GET", "AuthorizationType": "aws_iam"}) == {"/properties/AuthorizationType"}
	pointers({"HttpMethod": "GET", "AuthorizationType": true}) == {"/properties/AuthorizationType"}
	pointers({"HttpMethod": ["OPTIONS"], "AuthorizationType": "NONE"}) == {"/properties/AuthorizationType"}
}
