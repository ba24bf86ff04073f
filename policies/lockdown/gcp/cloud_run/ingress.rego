# METADATA
# title: Cloud Run services are reached from inside, or through a load balancer
# description: A service that takes requests from everywhere is reached around the load balancer and its web application firewall (Cloud Armor). A service that is meant to stand open needs a waiver that says so.
# related_resources:
# - ref: https://cloud.google.com/run/docs/securing/ingress
# - ref: https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services
# custom:
#   id: GCP-RUN-001
#   severity: medium
#   layer: network.controls
#   resources: [run.googleapis.com/Service, google_cloud_run_service, google_cloud_run_v2_service]
#   needs: []
#   remediation:
#     summary: Take requests from inside and from load balancers only.
#     gcloud: gcloud run services update {name} --region {location} --ingress internal-and-cloud-load-balancing
#     terraform: ingress = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.gcp.cloud_run.ingress

import data.onus.lib.gcp.cloud_run

deny contains finding if {
	cloud_run.ingress.value != null
	not cloud_run.ingress.value in cloud_run.ingress.inside
	finding := {
		"message": "requests are taken from everywhere",
		"pointer": cloud_run.ingress.pointer,
		"expected": cloud_run.ingress.expected,
	}
}

deny contains finding if {
	cloud_run.ingress.value == null
	finding := {
		"message": "the record is one of the v1 API without its annotations, so its ingress is not known",
		"pointer": cloud_run.ingress.pointer,
		"unknown": true,
	}
}
