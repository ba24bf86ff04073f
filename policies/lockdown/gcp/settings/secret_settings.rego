# METADATA
# title: Services, jobs, functions, App Engine versions and builds take secrets from Secret Manager, not from values
# description: Whoever may read the service reads its settings too, and values end up in templates, states and logs. A setting counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found. Variables of builds are read too; a build that a file in a repository describes is not.
# related_resources:
# - ref: https://docs.cloud.google.com/run/docs/configuring/services/secrets
# - ref: https://docs.cloud.google.com/functions/docs/configuring/secrets
# - ref: https://docs.cloud.google.com/run/docs/configuring/services/environment-variables
# - ref: https://docs.cloud.google.com/build/docs/securing-builds/use-secrets
# custom:
#   id: GCP-SECRET-001
#   severity: high
#   layer: application
#   resources:
#     - run.googleapis.com/Service
#     - cloudfunctions.googleapis.com/CloudFunction
#     - cloudfunctions.googleapis.com/Function
#     - appengine.googleapis.com/Version
#     - run.googleapis.com/Job
#     - cloudbuild.googleapis.com/BuildTrigger
#     - google_cloud_run_service
#     - google_cloud_run_v2_service
#     - google_cloud_run_v2_job
#     - google_cloudbuild_trigger
#     - google_cloudfunctions_function
#     - google_cloudfunctions2_function
#     - google_app_engine_standard_app_version
#     - google_app_engine_flexible_app_version
#   needs: []
#   remediation:
#     summary: "Keep the value in Secret Manager, refer to it, and change it, as it was readable; App Engine reads secrets with its client library."
#     gcloud: gcloud run services update {name} --region {location} --remove-env-vars {item} --update-secrets {item}=SECRET:latest
#     terraform: |-
#       template {
#         containers {
#           env {
#             name = "{item}"
#             value_source {
#               secret_key_ref {
#                 secret = "SECRET"
#                 version = "latest"
#               }
#             }
#           }
#         }
#       }
#     variants:
#       app-engine:
#         resources: "{appengine.googleapis.com/Version,google_app_engine_standard_app_version}"
#         gcloud: gcloud app deploy APP_YAML
#         terraform: "# read the secret with the client library, and take the variable out of env_variables"
#       functions:
#         resources: cloudfunctions.googleapis.com/*
#         gcloud: gcloud functions deploy {name} --region {location} --remove-env-vars NAME --update-secrets NAME=SECRET:latest
#       functions-1:
#         resources: google_cloudfunctions_function
#         terraform: |-
#           secret_environment_variables {
#             key = "NAME"
#             secret = "SECRET"
#             version = "latest"
#           }
#       functions-2:
#         resources: google_cloudfunctions2_function
#         terraform: |-
#           service_config {
#             secret_environment_variables {
#               key = "NAME"
#               project_id = "PROJECT"
#               secret = "SECRET"
#               version = "latest"
#             }
#           }
#       run-1:
#         resources: google_cloud_run_service
#         terraform: |-
#           template {
#             spec {
#               containers {
#                 env {
#                   name = "{item}"
#                   value_from {
#                     secret_key_ref {
#                       name = "SECRET"
#                       key = "latest"
#                     }
#                   }
#                 }
#               }
#             }
#           }
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.gcp.settings.secret_settings

import data.onus.lib.gcp.settings

# The finding points at the resource: its value must not be printed beside it.
deny contains finding if {
	some name in settings.exposed
	finding := {
		"message": sprintf("the variable `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	not settings.readable
	finding := {
		"message": "the settings were not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	settings.unreadable
	finding := {
		"message": "the settings have an unexpected shape, so whether they hold secrets is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
