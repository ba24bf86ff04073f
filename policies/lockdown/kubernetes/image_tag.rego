# METADATA
# title: Containers name a version of their image
# description: Without a tag, or with the tag `latest`, whatever was pushed last runs after the next start, and nobody can say afterwards what did. A digest is better still, as a tag can be moved.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/containers/images/
# - ref: https://kubernetes.io/docs/concepts/configuration/overview/
# custom:
#   id: K8S-IMAGE-003
#   severity: medium
#   layer: application
#   resources: [v1/Pod, v1/ReplicationController, v1/DeploymentConfig, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, apps/v1beta2/Deployment, apps/v1beta2/ReplicaSet, apps/v1beta2/StatefulSet, apps/v1beta2/DaemonSet, apps/v1beta1/Deployment, apps/v1beta1/StatefulSet, extensions/v1beta1/Deployment, extensions/v1beta1/ReplicaSet, extensions/v1beta1/DaemonSet, batch/v1/Job, batch/v1/CronJob, batch/v1beta1/CronJob, batch/v2alpha1/CronJob, apps.openshift.io/v1/DeploymentConfig, argoproj.io/v1alpha1/Rollout]
#   needs: [parent]
#   remediation:
#     summary: Name the image by its digest, or by a tag that is never moved.
#     kubectl: kubectl set image {kind}/{name} CONTAINER=IMAGE@sha256:DIGEST --namespace {group}
#     kubernetes: "containers: [ { image: 'IMAGE@sha256:DIGEST' } ]"
#     variants:
#       init:
#         pointer: "/properties/**/initContainers/**"
#         kubernetes: "initContainers: [ { image: 'IMAGE@sha256:DIGEST' } ]"
#   frameworks: {mcsb: [PV-3]}
package onus.lockdown.kubernetes.image_tag

import data.onus.lib.application.images
import data.onus.lib.kubernetes.containers
import data.onus.lib.kubernetes.managed_addon
import data.onus.lib.kubernetes.workload

# What a workload makes is decided with it, and the provider's own add-ons are not the
# customer's to change.
default applies := true

applies := false if workload.owned

applies := false if managed_addon.managed

deny contains finding if {
	some pointer, container in containers.all
	not versioned(container)
	finding := {
		"message": sprintf("the image of the container `%s` is whatever was pushed last", [containers.label(container)]),
		"pointer": sprintf("%s/image", [pointer]),
	}
}

deny contains finding if {
	not containers.readable
	finding := {
		"message": "the containers were not collected, or are not readable",
		"pointer": "/properties",
		"unknown": true,
	}
}

versioned(container) if {
	regex.match(`^[a-z0-9]+([+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}$`, images.parse(container.image).digest)
}

versioned(container) if {
	image := images.parse(container.image)
	image.digest == ""
	not lower(image.tag) in {"", "latest"}
}
