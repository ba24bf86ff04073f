package onus.lockdown.aws.lambda.secret_settings_test

import data.onus.lockdown.aws.lambda.secret_settings

found(properties) := {finding.message | some finding in secret_settings.deny with input as {"properties": properties}}

denied := {"the variable `DB_PASSWORD` holds a secret in clear"}

test_secret_denies_and_is_not_printed if {
	secret_settings.deny == {{
		"message": "the variable `DB_PASSWORD` holds a secret in clear",
		"pointer": "/id",
	}} with input as {"type": "AWS::Lambda::Function", "properties": {"Environment": {"Variables": {"DB_PASSWORD": "x", "LEVEL": "info"}}}}
}

test_every_source_denies if {
	found({"environment": [{"variables": {"DB_PASSWORD": "x"}}]}) == denied
	found({"functionName": "a", "environment": {"variables": {"DB_PASSWORD": "x"}}}) == denied
}

test_secret_in_a_value_denies if found({"Environment": {"Variables": {"DATABASE": "postgres://shop:x@db.example.com/shop"}}}) == {"the variable `DATABASE` holds a secret in clear"}

test_no_secrets_allow if {
	found({"Environment": {"Variables": {"LEVEL": "info", "DB_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"}}}) == set()
	found({"Environment": {"Variables": {"DB_PASSWORD": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"}}}) == set()
	found({"Environment": {"Variables": {"DB_PASSWORD": ""}}}) == set()
	found({"Environment": null}) == set()
	found({"environment": []}) == set()
	found({"Runtime": "nodejs24.x"}) == set()
}

test_aws_config_without_variables_is_unknown if {
	[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"type": "AWS::Lambda::Function", "properties": {"functionName": "a", "runtime": "nodejs24.x"}}
}

test_variables_of_another_shape_are_unknown if {
	every variables in [["x"], [], "x", 7, true, {"A": ["x"]}, {"A": {"b": "x"}}] {
		[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"properties": {"Environment": {"Variables": variables}}}
	}
}

test_function_of_aws_config_needs_an_environment if {
	every environment in ["x", 7, [], true] {
		[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"properties": {"functionName": "a", "environment": environment}}
	}
	[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"properties": {"functionName": 7}}
}

test_an_environment_of_another_shape_is_unknown if {
	every environment in [{}, {"variables": null}, {"garbage": 1}] {
		[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"properties": {"environment": environment}}
	}
}
