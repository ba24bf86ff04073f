# METADATA
# title: Compute Engine instances that are nodes of a GKE cluster
# description: |
#   A node of a GKE cluster appears among the instances like any other machine, and
#   GKE labels it. Its operating system comes from an image that Google patches and
#   that the upgrades of its node pool apply: nobody patches the machine itself.
# related_resources:
# - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility
# - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels
# custom:
#   id: ONUS-SERVICE-GCP-COMPUTE
#   kind: boundary
#   tier: service
#   resources: [compute.googleapis.com/Instance, google_compute_instance]
package onus.boundary.services.gcp.compute

import data.onus.lib.boundary.answer
import data.onus.lib.fact

responsibility[layer] := found if {
	some layer in ["os.guest", "os.node"]
	base := answer.basis("gke-2026", "nodes x standard", "inferred", source)
	found := answer.duty_cell("S", "Google", duties, answer.switched(base, label.pointer, label.value))
}

source := "https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility"

duties := {
	"customer": "keep the node pool in automatic upgrades, or upgrade it",
	"provider": "patch the node image",
}

label := found if {
	found := fact.at(input.properties.labels["goog-gke-node"], "/properties/labels/goog-gke-node")
} else := found if {
	found := fact.at(input.tags["goog-gke-node"], "/tags/goog-gke-node")
}
