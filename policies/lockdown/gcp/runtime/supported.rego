# METADATA
# title: Functions and App Engine versions run on a supported runtime
# description: A runtime whose support has ended gets no security fixes any more, and to choose another one is the customer's part.
# related_resources:
# - ref: https://docs.cloud.google.com/functions/docs/runtime-support
# - ref: https://docs.cloud.google.com/appengine/docs/standard/lifecycle/support-schedule
# custom:
#   id: GCP-RUNTIME-001
#   severity: high
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
package onus.lockdown.gcp.runtime.supported

import data.onus.lib.application.lifecycle
import data.onus.lib.gcp.runtimes

deny contains finding if {
	some end in runtimes.end
	lifecycle.ended(end)
	finding := {
		"message": sprintf("support of the runtime `%s` ended on %s", [runtimes.runtime.value, end]),
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
