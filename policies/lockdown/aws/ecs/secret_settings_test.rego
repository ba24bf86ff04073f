package onus.lockdown.aws.ecs.secret_settings_test

import data.onus.lockdown.aws.ecs.secret_settings

found(properties) := {[finding.message, object.get(finding, "unknown", false)] | some finding in secret_settings.deny with input as {"properties": properties}}

denied := {["the variable `DB_PASSWORD` holds a secret in clear", false]}

test_secret_denies_and_is_not_printed if {
	secret_settings.deny == {{
		"message": "the variable `DB_PASSWORD` holds a secret in clear",
		"pointer": "/id",
	}} with input as {"properties": {"ContainerDefinitions": [{"Environment": [{"Name": "DB_PASSWORD", "Value": "x"}]}]}}
}

test_every_source_denies if {
	found({"ContainerDefinitions": [{"Environment": [{"Name": "A", "Value": "1"}]}, {"Environment": [{"Name": "DB_PASSWORD", "Value": "x"}]}]}) == denied
	found({"container_definitions": `[{"name": "a", "environment": [{"name": "DB_PASSWORD", "value": "x"}]}]`}) == denied
}

test_references_allow if {
	found({"ContainerDefinitions": [{"Secrets": [{"Name": "DB_PASSWORD", "ValueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/a"}], "Environment": [{"Name": "LEVEL", "Value": "info"}]}]}) == set()
	found({"container_definitions": `[{"name": "a"}]`}) == set()
	found({"ContainerDefinitions": [{"Environment": null}]}) == set()
}

test_not_readable_is_unknown if {
	every properties in [{}, {"ContainerDefinitions": []}, {"ContainerDefinitions": {}}, {"container_definitions": "[{"}, {"container_definitions": "{}"}, {"container_definitions": null}] {
		{entry[1] | some entry in found(properties)} == {true}
	}
}

test_variables_of_another_shape_are_unknown if {
	every environment in ["x", 7, {"A": "x"}, ["x"], [{"Name": 7, "Value": "x"}], [{"Value": "x"}], [{"Name": "A", "Value": ["x"]}]] {
		{entry[1] | some entry in found({"ContainerDefinitions": [{"Environment": environment}]})} == {true}
	}
	{entry[1] | some entry in found({"container_definitions": `["x"]`})} == {true}
	{entry[1] | some entry in found({"container_definitions": `[{"environment": {"A": "x"}}]`})} == {true}
}

test_terraform_denies_in_any_case if {
	every text in [
		`[{"Environment": [{"Name": "DB_PASSWORD", "Value": "x"}]}]`,
		`[{"environment": [{"name": "DB_PASSWORD", "VALUE": "x"}]}]`,
		`[{"ENVIRONMENT": [{"Name": "DB_PASSWORD", "value": "x"}]}]`,
	] {
		found({"container_definitions": text}) == denied
	}
}

test_spelling_of_the_api_denies if found({"ContainerDefinitions": [{"environment": [{"name": "DB_PASSWORD", "value": "x"}]}]}) == denied

test_two_spellings_in_one_object_are_unknown if {
	every text in [
		`[{"Environment": [], "environment": []}]`,
		`[{"environment": [{"name": "A", "Name": "DB_PASSWORD", "value": "x"}]}]`,
		`[{"environment": [{"name": "A", "value": "x", "Value": "y"}]}]`,
	] {
		true in {entry[1] | some entry in found({"container_definitions": text})}
	}
}

test_containers_without_variables_hide_no_others if {
	found({"ContainerDefinitions": [{"Name": "sidecar"}, {"Environment": [{"Name": "DB_PASSWORD", "Value": "x"}]}, {"Name": "proxy"}]}) == denied
	found({"container_definitions": `[{"name": "sidecar"}, {"environment": [{"name": "DB_PASSWORD", "value": "x"}]}]`}) == denied
}
