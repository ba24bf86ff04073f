# METADATA
# title: Containers take secrets from secrets, not from values and config maps
# description: Whoever may read the workload or the config map reads the values too, and they end up in manifests and logs. A variable counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   id: K8S-SECRET-001
#   severity: high
#   layer: application
#   resources: [v1/Pod, v1/ReplicationController, v1/DeploymentConfig, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, apps/v1beta2/Deployment, apps/v1beta2/ReplicaSet, apps/v1beta2/StatefulSet, apps/v1beta2/DaemonSet, apps/v1beta1/Deployment, apps/v1beta1/StatefulSet, extensions/v1beta1/Deployment, extensions/v1beta1/ReplicaSet, extensions/v1beta1/DaemonSet, batch/v1/Job, batch/v1/CronJob, batch/v1beta1/CronJob, batch/v2alpha1/CronJob, apps.openshift.io/v1/DeploymentConfig, argoproj.io/v1alpha1/Rollout]
#   needs: [parent, config_map]
#   remediation:
#     summary: Keep the value in a Secret, or in a store outside of the cluster, and refer to it; change the secret, as it was readable. Export config maps together with the workloads.
#     kubectl: kubectl set env {kind}/{name} --namespace {group} --from=secret/SECRET
#     collect: kubectl get pods,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,configmaps --all-namespaces -o json
#     kubernetes: "containers: [ { env: [ { name: '{item}', valueFrom: { secretKeyRef: { name: 'SECRET', key: 'KEY' } } } ] } ]"
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.kubernetes.secret_settings

import data.onus.lib.kubernetes.container_secrets
import data.onus.lib.kubernetes.containers
import data.onus.lib.kubernetes.managed_addon
import data.onus.lib.kubernetes.workload

# What a workload makes is decided with it, and the provider's own add-ons are not the
# customer's to change.
default applies := true

applies := false if workload.owned

applies := false if managed_addon.managed

# The finding points at the resource: its value must not be printed beside it.
deny contains finding if {
	some name in container_secrets.exposed
	finding := {
		"message": sprintf("the variable `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	some pointer, container in containers.all
	some name in containers.missing(container)
	finding := {
		"message": sprintf("the config map `%v`, which becomes the environment of the container `%s`, is not in the inventory", [name, containers.label(container)]),
		"pointer": sprintf("%s/name", [pointer]),
		"unknown": true,
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

deny contains finding if {
	some pointer, container in containers.all
	containers.malformed(container)
	finding := {
		"message": sprintf("the command or the environment of the container `%s` has an unexpected shape, so what it does is not known", [containers.label(container)]),
		"pointer": pointer,
		"unknown": true,
	}
}

deny contains finding if {
	containers.malformed_map
	finding := {
		"message": "the data of a config map has an unexpected shape, so what it holds is not known",
		"pointer": "/id",
		"unknown": true,
	}
}
