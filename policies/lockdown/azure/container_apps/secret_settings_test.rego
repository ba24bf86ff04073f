package onus.lockdown.azure.container_apps.secret_settings_test

import data.onus.lockdown.azure.container_apps.secret_settings

arm(container) := {[finding.message, object.get(finding, "unknown", false)] | some finding in secret_settings.deny with input as {"type": "microsoft.app/containerapps", "properties": {"template": {"containers": [container]}}}}

azurerm(container) := {[finding.message, object.get(finding, "unknown", false)] | some finding in secret_settings.deny with input as {"type": "azurerm_container_app", "properties": {"template": [{"container": [container]}]}}}

denied := {["the variable `DB_PASSWORD` holds a secret in clear", false]}

test_secret_denies_and_is_not_printed if {
	secret_settings.deny == {{
		"message": "the variable `DB_PASSWORD` holds a secret in clear",
		"pointer": "/id",
	}} with input as {"type": "microsoft.app/containerapps", "properties": {"template": {"containers": [{"env": [{"name": "DB_PASSWORD", "value": "x"}]}]}}}
}

test_azurerm_denies if azurerm({"env": [{"name": "DB_PASSWORD", "value": "x"}]}) == denied

test_init_containers_deny if {
	count(secret_settings.deny) == 1 with input as {"type": "microsoft.app/containerapps", "properties": {"template": {"containers": [{}], "initContainers": [{"env": [{"name": "TOKEN", "value": "x"}]}]}}}
	count(secret_settings.deny) == 1 with input as {"type": "azurerm_container_app", "properties": {"template": [{"container": [{}], "init_container": [{"env": [{"name": "TOKEN", "value": "x"}]}]}]}}
}

test_references_allow if {
	arm({"env": [{"name": "DB_PASSWORD", "secretRef": "db-password"}]}) == set()
	azurerm({"env": [{"name": "DB_PASSWORD", "secret_name": "db-password", "value": ""}]}) == set()
	azurerm({"env": [{"name": "DB_PASSWORD", "secret_name": "db-password", "value": null}]}) == set()
	arm({"env": [{"name": "LEVEL", "value": "info"}]}) == set()
	arm({"env": null}) == set()
	arm({}) == set()
}

test_not_collected_is_unknown if {
	[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"type": "microsoft.app/containerapps", "properties": {}}
	[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"type": "microsoft.app/containerapps", "properties": {"template": {"containers": []}}}
	[finding.unknown | some finding in secret_settings.deny] == [true] with input as {"type": "azurerm_container_app", "properties": {"template": null}}
}

test_variables_of_another_shape_are_unknown if {
	every environment in ["x", 7, {"A": "x"}, ["x"], [{"name": 7, "value": "x"}], [{"name": "A", "value": {"b": "x"}}]] {
		{entry[1] | some entry in arm({"env": environment})} == {true}
		{entry[1] | some entry in azurerm({"env": environment})} == {true}
	}
}

test_jobs_deny if {
	job := {"template": {"initContainers": [{}], "containers": [{"env": [{"name": "DB_PASS", "value": "x"}]}]}}
	{finding.message | some finding in secret_settings.deny} == {"the variable `DB_PASS` holds a secret in clear"} with input as {"type": "microsoft.app/jobs", "properties": job}
	terraform := {"template": [{"container": [{"env": [{"name": "DB_PASS", "value": "x"}, {"name": "API_KEY", "secret_name": "api"}]}]}]}
	{finding.message | some finding in secret_settings.deny} == {"the variable `DB_PASS` holds a secret in clear"} with input as {"type": "azurerm_container_app_job", "properties": terraform}
}

test_containers_without_variables_hide_no_others if {
	containers := [{"name": "sidecar"}, {"name": "web", "env": [{"name": "DB_PASSWORD", "value": "x"}]}]
	{finding.message | some finding in secret_settings.deny} == {"the variable `DB_PASSWORD` holds a secret in clear"} with input as {"type": "microsoft.app/containerapps", "properties": {"template": {"containers": containers}}}
}
