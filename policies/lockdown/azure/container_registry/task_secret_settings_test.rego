package onus.lockdown.azure.container_registry.task_secret_settings_test

import data.onus.lockdown.azure.container_registry.task_secret_settings

arm(properties) := {[finding.message, object.get(finding, "unknown", false)] | some finding in task_secret_settings.deny with input as {"type": "microsoft.containerregistry/registries/tasks", "properties": properties}}

azurerm(properties) := {[finding.message, object.get(finding, "unknown", false)] | some finding in task_secret_settings.deny with input as {"type": "azurerm_container_registry_task", "properties": properties}}

denied := {["the argument `NPM_TOKEN` holds a secret in clear", false]}

test_secret_denies_and_is_not_printed if {
	task_secret_settings.deny == {{
		"message": "the argument `NPM_TOKEN` holds a secret in clear",
		"pointer": "/id",
	}} with input as {"type": "microsoft.containerregistry/registries/tasks", "properties": {"step": {"arguments": [{"name": "NPM_TOKEN", "value": "x"}]}}}
}

test_every_step_denies if {
	arm({"step": {"type": "Docker", "arguments": [{"name": "LEVEL", "value": "info"}, {"name": "NPM_TOKEN", "value": "x", "isSecret": false}]}}) == denied
	arm({"step": {"type": "FileTask", "values": [{"name": "NPM_TOKEN", "value": "x"}]}}) == denied
	azurerm({"docker_step": [{"arguments": {"NPM_TOKEN": "x"}}]}) == denied
	azurerm({"file_step": [{"values": {"NPM_TOKEN": "x"}}]}) == denied
	azurerm({"encoded_step": [{"values": {"NPM_TOKEN": "x"}}]}) == denied
}

test_secret_arguments_allow if {
	arm({"step": {"arguments": [{"name": "NPM_TOKEN", "value": "x", "isSecret": true}]}}) == set()
	arm({"step": {"values": [{"name": "NPM_TOKEN", "isSecret": true}]}}) == set()
	arm({"step": {"arguments": [{"name": "LEVEL", "value": "info"}]}}) == set()
	arm({"isSystemTask": true}) == set()
	azurerm({"docker_step": [{"arguments": {"LEVEL": "info"}, "secret_arguments": {"NPM_TOKEN": "x"}}]}) == set()
	azurerm({"file_step": [{"values": null}]}) == set()
}

test_not_readable_is_unknown if {
	{entry[1] | some entry in arm({})} == {true}
	{entry[1] | some entry in arm({"step": {"arguments": {"NPM_TOKEN": "x"}}})} == {true}
	{entry[1] | some entry in azurerm({"docker_step": [{"arguments": "x"}]})} == {true}
}
