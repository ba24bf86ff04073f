# METADATA
# title: Cloud Run services ask IAM who calls
# description: With the invoker check off, everybody who reaches the service calls it. Who holds the role of an invoker, which may be `allUsers`, is not looked at here.
# related_resources:
# - ref: https://cloud.google.com/run/docs/authenticating/public
# - ref: https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# custom:
#   id: GCP-RUN-002
#   severity: high
#   layer: application
#   resources: [run.googleapis.com/Service, google_cloud_run_v2_service]
#   needs: []
#   remediation:
#     summary: Turn the invoker check on, and give those who may call the role roles/run.invoker.
#     gcloud: gcloud run services update {name} --region {location} --invoker-iam-check
#     terraform: invoker_iam_disabled = false
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.gcp.cloud_run.invoker_check

import data.onus.lib.gcp.cloud_run

deny contains finding if {
	cloud_run.invoker_check_off.value != null
	cloud_run.invoker_check_off.value != false
	finding := {
		"message": "callers are not checked",
		"pointer": cloud_run.invoker_check_off.pointer,
		"expected": false,
	}
}

deny contains finding if {
	cloud_run.invoker_check_off.value == null
	finding := {
		"message": "the record is one of the v1 API, whose invoker check is not read here",
		"pointer": cloud_run.invoker_check_off.pointer,
		"unknown": true,
	}
}
