# METADATA
# title: Containers run images of supported releases
# description: Images of languages and systems whose release has ended get no security fixes any more. Only images whose name says what they hold are asked; what others are built on is for their scanner to say.
# related_resources:
# - ref: https://github.com/docker-library/official-images
# - ref: https://endoflife.date
# - ref: https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   id: K8S-IMAGE-001
#   severity: high
#   layer: application
#   resources: [v1/Pod, v1/ReplicationController, v1/DeploymentConfig, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, apps/v1beta2/Deployment, apps/v1beta2/ReplicaSet, apps/v1beta2/StatefulSet, apps/v1beta2/DaemonSet, apps/v1beta1/Deployment, apps/v1beta1/StatefulSet, extensions/v1beta1/Deployment, extensions/v1beta1/ReplicaSet, extensions/v1beta1/DaemonSet, batch/v1/Job, batch/v1/CronJob, batch/v1beta1/CronJob, batch/v2alpha1/CronJob, apps.openshift.io/v1/DeploymentConfig, argoproj.io/v1alpha1/Rollout]
#   needs: [parent]
#   remediation:
#     summary: Move to an image of a later release.
#     kubectl: kubectl set image {kind}/{name} CONTAINER=IMAGE --namespace {group}
#     kubernetes: "containers: [ { image: 'IMAGE' } ]"
#     variants:
#       init:
#         pointer: "/properties/**/initContainers/**"
#         kubernetes: "initContainers: [ { image: 'IMAGE' } ]"
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.kubernetes.base_image_supported

import data.onus.lib.application.base_images
import data.onus.lib.application.lifecycle
import data.onus.lib.kubernetes.containers
import data.onus.lib.kubernetes.managed_addon
import data.onus.lib.kubernetes.workload

# What a workload makes is decided with it, and the provider's own add-ons are not the
# customer's to change.
default applies := false

applies if {
	not workload.owned
	not managed_addon.managed
	some container in containers.all
	base_images.known(container.image)
}

applies if {
	not workload.owned
	not managed_addon.managed
	some container in containers.all
	base_images.unreadable(container.image)
}

deny contains finding if {
	some pointer, container in containers.all
	some release in base_images.held(container.image)
	end := base_images.end(release)
	lifecycle.ended(end)
	finding := {
		"message": sprintf("support of %s in `%s` ended on %s", [base_images.words(release), container.image, end]),
		"pointer": sprintf("%s/image", [pointer]),
	}
}

deny contains finding if {
	some pointer, container in containers.all
	some release in base_images.held(container.image)
	not base_images.end(release)
	finding := {
		"message": sprintf("the end of support of %s in `%s` is not known here", [base_images.words(release), container.image]),
		"pointer": sprintf("%s/image", [pointer]),
		"unknown": true,
	}
}

# Days that were read long ago vouch for nothing.
deny contains finding if {
	some pointer, container in containers.all
	some release in base_images.held(container.image)
	not lifecycle.ended(base_images.end(release))
	lifecycle.stale(base_images.checked(release))
	finding := {
		"message": sprintf("the end of support of %s was checked on %s, more than a year ago", [base_images.words(release), base_images.checked(release)]),
		"pointer": sprintf("%s/image", [pointer]),
		"unknown": true,
	}
}

deny contains finding if {
	some pointer, container in containers.all
	base_images.nameless(container.image)
	finding := {
		"message": sprintf("the tag of `%s` names no release", [container.image]),
		"pointer": sprintf("%s/image", [pointer]),
		"unknown": true,
	}
}

deny contains finding if {
	some pointer, container in containers.all
	base_images.unreadable(container.image)
	finding := {
		"message": "the image is not a reference to one, so what it holds is not known",
		"pointer": sprintf("%s/image", [pointer]),
		"unknown": true,
	}
}
