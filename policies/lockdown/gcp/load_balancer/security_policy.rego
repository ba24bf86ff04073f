# METADATA
# title: Backend services that the internet reaches have a policy of Cloud Armor
# description: Without a security policy in front, known attacks on web applications, such as SQL injection, pass to the backends. Internal services, and those that balance connections, are not meant.
# related_resources:
# - ref: https://docs.cloud.google.com/armor/docs/security-policy-overview
# - ref: https://docs.cloud.google.com/load-balancing/docs/backend-service
# custom:
#   id: GCP-LB-001
#   severity: medium
#   layer: network.controls
#   resources:
#     - compute.googleapis.com/BackendService
#     - compute.googleapis.com/RegionBackendService
#     - google_compute_backend_service
#     - google_compute_region_backend_service
#   needs: []
#   remediation:
#     summary: Attach a security policy with rules against attacks on web applications.
#     gcloud: gcloud compute backend-services update {name} --security-policy=POLICY --global
#     terraform: security_policy = google_compute_security_policy.example.id
#     variants:
#       regional:
#         resources: compute.googleapis.com/RegionBackendService
#         gcloud: gcloud compute backend-services update {name} --security-policy=POLICY --region {region}
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.gcp.load_balancer.security_policy

import data.onus.lib.gcp.backend_service

default applies := true

applies := false if backend_service.scheme.value in {"INTERNAL", "INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED", "EXTERNAL_PASSTHROUGH"}

applies := false if backend_service.protocol.value in {"TCP", "UDP", "SSL", "UNSPECIFIED"}

deny contains finding if {
	not named(backend_service.security_policy.value)
	finding := {
		"message": "no policy of Cloud Armor guards the service",
		"pointer": backend_service.security_policy.pointer,
	}
}

named(policy) if {
	is_string(policy)
	trim_space(policy) != ""
}
