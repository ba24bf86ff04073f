# METADATA
# title: The runtimes of functions and App Engine versions are supported for another half year
# description: A runtime whose support ends gets no security fixes from then on, and moving to another one takes time.
# related_resources:
# - ref: https://docs.cloud.google.com/functions/docs/runtime-support
# - ref: https://docs.cloud.google.com/appengine/docs/standard/lifecycle/support-schedule
# custom:
#   id: GCP-RUNTIME-002
#   severity: low
#   layer: application
#   resources:
#     - cloudfunctions.googleapis.com/CloudFunction
#     - cloudfunctions.googleapis.com/Function
#     - appengine.googleapis.com/Version
#     - google_cloudfunctions_function
#     - google_cloudfunctions2_function
#     - google_app_engine_standard_app_version
#   needs: []
#   remediation:
#     summary: Deploy again on a later runtime of the language.
#     gcloud: gcloud functions deploy {name} --region {location} --runtime RUNTIME
#     terraform: runtime = "RUNTIME"
#     variants:
#       app-engine:
#         resources: appengine.googleapis.com/Version
#         summary: Deploy again with a later runtime of the language in app.yaml.
#         gcloud: gcloud app deploy APP_YAML
#       second-generation:
#         resources: google_cloudfunctions2_function
#         terraform: build_config { runtime = "RUNTIME" }
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.gcp.runtime.ending

import data.onus.lib.application.lifecycle
import data.onus.lib.gcp.runtimes

# A runtime that has ended is denied once, by GCP-RUNTIME-001.
default applies := true

applies := false if {
	some end in runtimes.end
	lifecycle.ended(end)
}

deny contains finding if {
	some end in runtimes.end
	lifecycle.soon(end)
	finding := {
		"message": sprintf("support of the runtime `%s` ends on %s", [runtimes.runtime.value, end]),
		"pointer": runtimes.runtime.pointer,
	}
}

deny contains finding if {
	count(runtimes.end) == 0
	finding := {
		"message": "the runtime, or its end of support, is not known",
		"pointer": runtimes.runtime.pointer,
		"unknown": true,
	}
}

# Days that were read long ago vouch for nothing.
deny contains finding if {
	some end in runtimes.end
	not lifecycle.ended(end)
	lifecycle.stale(runtimes.checked)
	finding := {
		"message": sprintf("the list of runtimes was checked on %s, more than a year ago", [runtimes.checked]),
		"pointer": runtimes.runtime.pointer,
		"unknown": true,
	}
}
