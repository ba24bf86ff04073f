# METADATA
# title: Environment of Cloud Run, functions and App Engine
# description: |
#   Variables that are set by value, as Cloud Asset Inventory and the google provider of
#   Terraform have them; those that refer to Secret Manager stand in places of their own.
# related_resources:
# - ref: https://docs.cloud.google.com/run/docs/configuring/services/secrets
# - ref: https://docs.cloud.google.com/functions/docs/configuring/secrets
# - ref: https://docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# - ref: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service
package onus.lib.gcp.settings

import data.onus.lib.application.secret_settings

maps contains input.properties.environmentVariables

maps contains input.properties.serviceConfig.environmentVariables

maps contains input.properties.envVariables

maps contains input.properties.environment_variables

maps contains input.properties.service_config[0].environment_variables

maps contains input.properties.env_variables

lists contains container.env if {
	is_array(input.properties.template.containers)
	some container in input.properties.template.containers
}

lists contains container.env if {
	is_array(input.properties.template[0].containers)
	some container in input.properties.template[0].containers
}

# The v1 shape of Cloud Run.
lists contains container.env if {
	is_array(input.properties.spec.template.spec.containers)
	some container in input.properties.spec.template.spec.containers
}

lists contains container.env if {
	is_array(input.properties.template[0].spec[0].containers)
	some container in input.properties.template[0].spec[0].containers
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

# Where the settings of this type stand was collected.
readable if input.type in {"google_cloudfunctions_function", "google_app_engine_standard_app_version", "cloudfunctions.googleapis.com/CloudFunction", "appengine.googleapis.com/Version"}

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
