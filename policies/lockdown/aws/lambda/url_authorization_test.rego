package onus.lockdown.aws.lambda.url_authorization_test

import data.onus.lockdown.aws.lambda.url_authorization

pointers(properties) := {finding.pointer | some finding in url_authorization.deny with input as {"properties": properties}}

test_none_denies if {
	url_authorization.deny == {{
		"message": "the function's URL answers without asking who calls",
		"pointer": "/properties/AuthType",
		"expected": "AWS_IAM",
	}} with input as {"type": "AWS::Lambda::Url", "properties": {"AuthType": "NONE"}}
}

test_terraform_none_denies if pointers({"authorization_type": "NONE"}) == {"/properties/authorization_type"}

test_iam_allows if {
	pointers({"AuthType": "AWS_IAM"}) == set()
	pointers({"authorization_type": "AWS_IAM"}) == set()
}

test_absent_and_null_deny if {
	pointers({}) == {"/properties"}
	pointers({"AuthType": null}) == {"/properties"}
}

test_other_spelling_and_type_deny if {
	pointers({"AuthType": "aws_iam"}) == {"/properties/AuthType"}
	pointers({"AuthType": ["AWS_IAM"]}) == {"/properties/AuthType"}
}
