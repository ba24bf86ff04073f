# METADATA
# title: Service models of Kubernetes objects
# description: |
#   Workloads of a cluster, whoever runs it. An object does not tell which cluster it
#   is in: containers on nodes that the customer can see is the model with the most
#   for the customer to do.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/
# - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility
# custom:
#   id: ONUS-TYPES-KUBERNETES
#   kind: types
package onus.boundary.types.kubernetes

import data.onus.lib.kubernetes.workload

# type -> {service, model, confidence, source}
table := {type: entry | some type in workload.kinds}

entry := {
	"service": "Kubernetes",
	"model": "caas",
	"confidence": "inferred",
	"source": "https://cloud.google.com/kubernetes-engine/docs/concepts/shared-responsibility",
}
