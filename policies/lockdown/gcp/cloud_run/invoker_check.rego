# METADATA
# title: Cloud Run services ask IAM who calls
# description: With the invoker check off, everybody who reaches the service calls it. So they do when `allUsers` or `allAuthenticatedUsers` (anyone with a Google account) hold the role of an invoker. Grants to a project or a folder are not looked at. A service that is meant to stand open needs a waiver that says so.
# related_resources:
# - ref: https://cloud.google.com/run/docs/authenticating/public
# - ref: https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# - ref: https://cloud.google.com/run/docs/reference/iam/roles
# custom:
#   id: GCP-RUN-002
#   severity: high
#   layer: application
#   resources: [run.googleapis.com/Service, google_cloud_run_service, google_cloud_run_v2_service]
#   needs: [iam_grants]
#   remediation:
#     summary: Turn the invoker check on, and give only those who may call the role roles/run.invoker.
#     gcloud: gcloud run services update {name} --region {location} --invoker-iam-check
#     terraform: invoker_iam_disabled = false
#     collect: gcloud asset export --organization=ORGANIZATION --content-type=iam-policy --output-path=gs://BUCKET/iam.json
#     variants:
#       grant:
#         pointer: "{/raw/**,/related/iam_grants/**}"
#         summary: Give the role to those who may call, and to nobody else.
#         gcloud: gcloud run services remove-iam-policy-binding {name} --region {location} --member MEMBER --role ROLE
#         terraform: member = "serviceAccount:CALLER"
#       first-version:
#         terraform: |-
#           metadata {
#             annotations = { "run.googleapis.com/invoker-iam-disabled" = "false" }
#           }
#         pointer: "/properties/metadata/**"
#       grant-members:
#         pointer: "/related/iam_grants/*/properties/members/**"
#         terraform: members = ["serviceAccount:CALLER"]
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
		"message": "the record is one of the v1 API without its annotations, so its invoker check is not known",
		"pointer": cloud_run.invoker_check_off.pointer,
		"unknown": true,
	}
}

deny contains finding if {
	some grant in cloud_run.public_invokers
	finding := {
		"message": sprintf("`%s` holds `%s`, so that everybody who reaches the service may call it", [grant.member, grant.role]),
		"pointer": grant.pointer,
	}
}

deny contains finding if {
	some grant in cloud_run.public_custom_roles
	finding := {
		"message": sprintf("`%s` holds `%v`, and whether this role lets its holder call the service is not known", [grant.member, grant.role]),
		"pointer": grant.pointer,
		"unknown": true,
	}
}
