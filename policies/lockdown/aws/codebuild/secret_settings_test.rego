package onus.lockdown.aws.codebuild.secret_settings_test

import data.onus.lockdown.aws.codebuild.secret_settings

found(properties) := {[finding.message, object.get(finding, "unknown", false)] | some finding in secret_settings.deny with input as {"properties": properties}}

denied := {["the variable `DB_PASSWORD` holds a secret in clear", false]}

test_secret_denies_and_is_not_printed if {
	secret_settings.deny == {{
		"message": "the variable `DB_PASSWORD` holds a secret in clear",
		"pointer": "/id",
	}} with input as {"properties": {"Environment": {"EnvironmentVariables": [{"Name": "DB_PASSWORD", "Value": "x"}]}}}
}

test_every_source_denies if {
	found({"Environment": {"EnvironmentVariables": [{"Name": "LEVEL", "Value": "info"}, {"Name": "DB_PASSWORD", "Value": "x", "Type": "PLAINTEXT"}]}}) == denied
	found({"environment": {"environmentVariables": [{"name": "DB_PASSWORD", "value": "x", "type": "PLAINTEXT"}]}}) == denied
	found({"environment": [{"environment_variable": [{"name": "DB_PASSWORD", "value": "x"}]}]}) == denied
}

test_references_allow if {
	every kind in ["PARAMETER_STORE", "SECRETS_MANAGER"] {
		found({"Environment": {"EnvironmentVariables": [{"Name": "DB_PASSWORD", "Value": "db", "Type": kind}]}}) == set()
		found({"environment": {"environmentVariables": [{"name": "DB_PASSWORD", "value": "db", "type": kind}]}}) == set()
		found({"environment": [{"environment_variable": [{"name": "DB_PASSWORD", "value": "db", "type": kind}]}]}) == set()
	}
	found({"Environment": {"ComputeType": "BUILD_GENERAL1_SMALL"}}) == set()
	found({"environment": [{"environment_variable": null}]}) == set()
	found({"environment": [{"environment_variable": [{"name": "DB_SECRET_ARN", "value": "x"}]}]}) == set()
}

test_not_collected_is_unknown if {
	every properties in [{}, {"environment": []}, {"Environment": null}] {
		{entry[1] | some entry in found(properties)} == {true}
	}
}

test_variables_of_another_shape_are_unknown if {
	every variables in ["x", {"A": "x"}, ["x"], [{"Name": 7, "Value": "x"}], [{"Name": "A", "Value": ["x"]}]] {
		{entry[1] | some entry in found({"Environment": {"EnvironmentVariables": variables}})} == {true}
	}
}
