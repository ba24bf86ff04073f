# METADATA
# title: Environment of Cloud Run, functions, App Engine and builds
# description: |
#   Variables that are set by value, for running and for building, as Cloud Asset Inventory
#   and the google provider of Terraform have them; those that refer to Secret Manager are
#   in places of their own.
# related_resources:
# - ref: https://docs.cloud.google.com/run/docs/configuring/services/secrets
# - ref: https://docs.cloud.google.com/functions/docs/configuring/secrets
# - ref: https://docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service
# - ref: https://docs.cloud.google.com/functions/1stgendocs/configuring/env-var
# - ref: https://docs.cloud.google.com/build/docs/api/reference/rest/v1/projects.triggers
# - ref: https://docs.cloud.google.com/build/docs/configuring-builds/substitute-variable-values
# - ref: https://docs.cloud.google.com/appengine/docs/admin-api/reference/rest/v1/apps.services.versions
package onus.lib.gcp.settings

import data.onus.lib.application.secret_settings

maps contains input.properties.environmentVariables

maps contains input.properties.serviceConfig.environmentVariables

maps contains input.properties.envVariables

maps contains input.properties.environment_variables

maps contains input.properties.service_config[0].environment_variables

maps contains input.properties.env_variables

# What builds see: of functions, of sources deployed to Cloud Run, of App Engine.
maps contains input.properties.buildEnvironmentVariables

maps contains input.properties.buildConfig.environmentVariables

maps contains input.properties.buildEnvVariables

maps contains input.properties.build_environment_variables

maps contains input.properties.build_config[0].environment_variables

# Substitutions of Cloud Build.
maps contains input.properties.substitutions

maps contains input.properties.build.substitutions

maps contains input.properties.build[0].substitutions

# The environments of Cloud Build: lists of `NAME=value`.
lines contains input.properties.build.options.env

lines contains input.properties.build[0].options[0].env

lines contains environment if {
	is_array(input.properties.build.steps)
	some step in input.properties.build.steps
	environment := step.env
}

lines contains environment if {
	is_array(input.properties.build[0].step)
	some step in input.properties.build[0].step
	environment := step.env
}

lists contains environment if {
	is_array(input.properties.template.containers)
	some container in input.properties.template.containers
	environment := container.env
}

lists contains environment if {
	is_array(input.properties.template[0].containers)
	some container in input.properties.template[0].containers
	environment := container.env
}

# Jobs of Cloud Run.
lists contains environment if {
	is_array(input.properties.template.template.containers)
	some container in input.properties.template.template.containers
	environment := container.env
}

lists contains environment if {
	is_array(input.properties.template[0].template[0].containers)
	some container in input.properties.template[0].template[0].containers
	environment := container.env
}

# The v1 shape of Cloud Run.
lists contains environment if {
	is_array(input.properties.spec.template.spec.containers)
	some container in input.properties.spec.template.spec.containers
	environment := container.env
}

lists contains environment if {
	is_array(input.properties.template[0].spec[0].containers)
	some container in input.properties.template[0].spec[0].containers
	environment := container.env
}

exposed contains setting.name if {
	some map in maps
	some setting in secret_settings.of_map(map)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some list in lists
	some setting in secret_settings.of_list(list)
	secret_settings.exposed(setting)
}

exposed contains setting.name if {
	some list in lines
	some setting in secret_settings.of_lines(list)
	not substituted(setting.value)
	secret_settings.exposed(setting)
}

# What Cloud Build or the shell of a step puts there.
substituted(value) if regex.match(`^\$\$?(?:[A-Za-z0-9_]+|\{[A-Za-z0-9_]+\})$`, value)

# Where the settings of this type are was collected.
readable if input.type in {
	"google_cloudfunctions_function",
	"google_app_engine_standard_app_version",
	"google_app_engine_flexible_app_version",
	"google_cloudbuild_trigger",
	"cloudfunctions.googleapis.com/CloudFunction",
	"appengine.googleapis.com/Version",
}

# A trigger has its build, or says where in a repository the build is described.
readable if {
	input.type == "cloudbuild.googleapis.com/BuildTrigger"
	is_object(input.properties.build)
}

readable if {
	input.type == "cloudbuild.googleapis.com/BuildTrigger"
	is_string(input.properties.filename)
}

readable if {
	input.type == "cloudbuild.googleapis.com/BuildTrigger"
	is_object(input.properties.gitFileSource)
}

readable if {
	input.type == "cloudbuild.googleapis.com/BuildTrigger"
	input.properties.autodetect == true
}

readable if {
	is_array(input.properties.template.template.containers)
	some _, _ in input.properties.template.template.containers
}

readable if {
	is_array(input.properties.template[0].template[0].containers)
	some _, _ in input.properties.template[0].template[0].containers
}

readable if is_object(input.properties.serviceConfig)

readable if input.type == "google_cloudfunctions2_function"

readable if {
	is_array(input.properties.template.containers)
	some _, _ in input.properties.template.containers
}

readable if {
	is_array(input.properties.template[0].containers)
	some _, _ in input.properties.template[0].containers
}

readable if {
	is_array(input.properties.spec.template.spec.containers)
	some _, _ in input.properties.spec.template.spec.containers
}

readable if {
	is_array(input.properties.template[0].spec[0].containers)
	some _, _ in input.properties.template[0].spec[0].containers
}

unreadable if {
	some map in maps
	secret_settings.unreadable_map(map)
}

unreadable if {
	some list in lists
	secret_settings.unreadable_list(list)
}

unreadable if {
	some list in lines
	secret_settings.unreadable_lines(list)
}

unreadable if {
	given := input.properties.template.template.containers
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.template[0].template[0].containers
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.build.steps
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.build[0].step
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.template.containers
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.template[0].containers
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.spec.template.spec.containers
	not is_null(given)
	not is_array(given)
}

unreadable if {
	given := input.properties.template[0].spec[0].containers
	not is_null(given)
	not is_array(given)
}
