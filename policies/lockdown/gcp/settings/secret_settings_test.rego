package onus.lockdown.gcp.settings.secret_settings_test

import data.onus.lockdown.gcp.settings.secret_settings

found(kind, properties) := {[finding.message, object.get(finding, "unknown", false)] | some finding in secret_settings.deny with input as {"type": kind, "properties": properties}}

denied := {["the variable `DB_PASSWORD` holds a secret in clear", false]}

secret := {"DB_PASSWORD": "x", "LEVEL": "info"}

env := [{"name": "LEVEL", "value": "info"}, {"name": "DB_PASSWORD", "value": "x"}]

test_secret_denies_and_is_not_printed if {
	secret_settings.deny == {{
		"message": "the variable `DB_PASSWORD` holds a secret in clear",
		"pointer": "/id",
	}} with input as {"type": "run.googleapis.com/Service", "properties": {"template": {"containers": [{"env": env}]}}}
}

test_every_source_denies if {
	found("google_cloud_run_v2_service", {"template": [{"containers": [{"env": env}]}]}) == denied
	found("google_cloud_run_service", {"template": [{"spec": [{"containers": [{"env": env}]}]}]}) == denied
	found("run.googleapis.com/Service", {"spec": {"template": {"spec": {"containers": [{"env": env}]}}}}) == denied
	found("cloudfunctions.googleapis.com/CloudFunction", {"environmentVariables": secret}) == denied
	found("cloudfunctions.googleapis.com/Function", {"serviceConfig": {"environmentVariables": secret}}) == denied
	found("google_cloudfunctions_function", {"environment_variables": secret}) == denied
	found("google_cloudfunctions2_function", {"service_config": [{"environment_variables": secret}]}) == denied
	found("appengine.googleapis.com/Version", {"envVariables": secret}) == denied
	found("google_app_engine_standard_app_version", {"env_variables": secret}) == denied
}

test_references_allow if {
	found("run.googleapis.com/Service", {"template": {"containers": [{"env": [{"name": "DB_PASSWORD", "valueSource": {"secretKeyRef": {"secret": "db"}}}]}]}}) == set()
	found("google_cloud_run_v2_service", {"template": [{"containers": [{"env": [{"name": "DB_PASSWORD", "value": "", "value_source": [{}]}]}]}]}) == set()
	found("cloudfunctions.googleapis.com/Function", {"serviceConfig": {"secretEnvironmentVariables": [{"key": "DB_PASSWORD", "secret": "db"}]}}) == set()
	found("google_cloudfunctions_function", {"environment_variables": {"LEVEL": "info"}}) == set()
	found("google_cloudfunctions_function", {"environment_variables": null}) == set()
	found("google_app_engine_standard_app_version", {}) == set()
}

test_not_collected_is_unknown if {
	{entry[1] | some entry in found("run.googleapis.com/Service", {})} == {true}
	{entry[1] | some entry in found("run.googleapis.com/Service", {"template": {"containers": []}})} == {true}
	{entry[1] | some entry in found("cloudfunctions.googleapis.com/Function", {})} == {true}
	{entry[1] | some entry in found("google_cloud_run_v2_service", {"template": {}})} == {true}
}

test_settings_of_another_shape_are_unknown if {
	every settings in ["x", 7, ["x"], {"A": ["x"]}] {
		{entry[1] | some entry in found("google_cloudfunctions_function", {"environment_variables": settings})} == {true}
	}
	every list in ["x", 7, {"A": "x"}, ["x"], [{"name": ["A"], "value": "x"}]] {
		{entry[1] | some entry in found("run.googleapis.com/Service", {"template": {"containers": [{"env": list}]}})} == {true}
	}
}
