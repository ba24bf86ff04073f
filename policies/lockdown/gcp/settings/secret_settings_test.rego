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

test_variables_of_builds_deny if {
	found("google_cloudfunctions2_function", {"build_config": [{"environment_variables": secret}], "service_config": [{}]}) == denied
	found("google_cloudfunctions_function", {"build_environment_variables": secret}) == denied
	found("google_cloud_run_v2_service", {"template": [{"containers": [{"image": "x"}]}], "build_config": [{"environment_variables": secret}]}) == denied
	found("cloudfunctions.googleapis.com/Function", {"serviceConfig": {}, "buildConfig": {"environmentVariables": secret}}) == denied
	found("cloudfunctions.googleapis.com/CloudFunction", {"buildEnvironmentVariables": secret}) == denied
	found("appengine.googleapis.com/Version", {"buildEnvVariables": secret}) == denied
	found("google_app_engine_flexible_app_version", {"env_variables": secret}) == denied
}

test_build_triggers_deny if {
	every build in [
		{"options": {"env": ["LEVEL=info", "DB_PASSWORD=x"]}},
		{"steps": [{"name": "a"}, {"env": ["DB_PASSWORD=x"]}]},
		{"substitutions": secret},
	] {
		found("cloudbuild.googleapis.com/BuildTrigger", {"build": build}) == denied
	}
	every build in [
		{"options": [{"env": ["DB_PASSWORD=x"]}]},
		{"step": [{"env": ["DB_PASSWORD=x"]}]},
		{"substitutions": secret},
	] {
		found("google_cloudbuild_trigger", {"build": [build]}) == denied
	}
	found("google_cloudbuild_trigger", {"substitutions": secret, "filename": "cloudbuild.yaml"}) == denied
	found("cloudbuild.googleapis.com/BuildTrigger", {"substitutions": {"_DB_PASS": "x"}, "filename": "cloudbuild.yaml"}) == {["the variable `_DB_PASS` holds a secret in clear", false]}
}

test_builds_with_references_allow if {
	every line in ["DB_PASSWORD=$_DB_PASSWORD", "DB_PASSWORD=${_DB_PASSWORD}", "DB_PASSWORD=$$DB_PASSWORD", "LEVEL=info", "DB_PASSWORD=projects/p/secrets/db/versions/1", "DB_PASSWORD"] {
		found("google_cloudbuild_trigger", {"build": [{"step": [{"env": [line], "secret_env": ["DB_PASSWORD"]}]}]}) == set()
	}
	found("cloudbuild.googleapis.com/BuildTrigger", {"build": {"availableSecrets": {"secretManager": [{"versionName": "projects/p/secrets/db/versions/1", "env": "DB_PASSWORD"}]}, "steps": [{"secretEnv": ["DB_PASSWORD"]}]}}) == set()
	found("cloudbuild.googleapis.com/BuildTrigger", {"filename": "cloudbuild.yaml"}) == set()
	found("google_cloudfunctions2_function", {"build_config": [{"environment_variables": {"GOOGLE_FUNCTION_SOURCE": "main.py"}}]}) == set()
}

test_builds_of_another_shape_are_unknown if {
	{entry[1] | some entry in found("cloudbuild.googleapis.com/BuildTrigger", {})} == {true}
	{entry[1] | some entry in found("cloudbuild.googleapis.com/BuildTrigger", {"build": {"steps": "x"}})} == {true}
	{entry[1] | some entry in found("google_cloudbuild_trigger", {"build": [{"step": [{"env": "x"}]}]})} == {true}
	{entry[1] | some entry in found("google_cloudbuild_trigger", {"build": [{"options": [{"env": [7]}]}]})} == {true}
}

test_jobs_deny if {
	found("run.googleapis.com/Job", {"template": {"template": {"containers": [{"env": env}]}}}) == denied
	found("google_cloud_run_v2_job", {"template": [{"template": [{"containers": [{"env": env}]}]}]}) == denied
	found("google_cloud_run_v2_job", {"template": [{"template": [{"containers": [{"env": [{"name": "LEVEL", "value": "info"}]}]}]}]}) == set()
	{entry[1] | some entry in found("google_cloud_run_v2_job", {"template": [{"template": [{}]}]})} == {true}
}

test_containers_without_variables_hide_no_others if {
	containers := [{"image": "sidecar"}, {"image": "web", "env": env}, {"image": "proxy"}]
	found("run.googleapis.com/Service", {"template": {"containers": containers}}) == denied
	found("google_cloud_run_v2_service", {"template": [{"containers": containers}]}) == denied
}
