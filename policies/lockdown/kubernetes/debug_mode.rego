# METADATA
# title: Containers do not run in debug mode
# description: Debug and development modes of frameworks show source code, settings and stack traces to callers, and some let them run code. Looked at are commands, arguments and variables of the specification and of config maps; what secrets and the image itself set is not.
# related_resources:
# - ref: https://docs.djangoproject.com/en/stable/howto/deployment/checklist/
# - ref: https://flask.palletsprojects.com/en/stable/debugging/
# - ref: https://expressjs.com/en/advanced/best-practice-performance.html
# - ref: https://learn.microsoft.com/aspnet/core/fundamentals/environments
# - ref: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
# custom:
#   id: K8S-DEBUG-002
#   severity: medium
#   layer: application
#   resources: [v1/Pod, v1/ReplicationController, v1/DeploymentConfig, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, apps/v1beta2/Deployment, apps/v1beta2/ReplicaSet, apps/v1beta2/StatefulSet, apps/v1beta2/DaemonSet, apps/v1beta1/Deployment, apps/v1beta1/StatefulSet, extensions/v1beta1/Deployment, extensions/v1beta1/ReplicaSet, extensions/v1beta1/DaemonSet, batch/v1/Job, batch/v1/CronJob, batch/v1beta1/CronJob, batch/v2alpha1/CronJob, apps.openshift.io/v1/DeploymentConfig, argoproj.io/v1alpha1/Rollout]
#   needs: [parent, config_map]
#   remediation:
#     summary: Turn the debug mode off, or name the production environment. Export config maps together with the workloads.
#     kubectl: kubectl edit {kind} {name} --namespace {group}
#     collect: kubectl get pods,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,configmaps --all-namespaces -o json
#   frameworks: {mcsb: [PV-2]}
package onus.lockdown.kubernetes.debug_mode

import data.onus.lib.kubernetes.containers
import data.onus.lib.kubernetes.debugging
import data.onus.lib.kubernetes.managed_addon
import data.onus.lib.kubernetes.workload

# What a workload makes is decided with it, and the provider's own add-ons are not the
# customer's to change.
default applies := true

applies := false if workload.owned

applies := false if managed_addon.managed

deny contains finding if {
	some pointer, container in containers.all
	debugging.debug_flag(containers.words(container))
	finding := {
		"message": sprintf("the container `%s` is started with `--debug`", [containers.label(container)]),
		"pointer": sprintf("%s/name", [pointer]),
	}
}

deny contains finding if {
	some pointer, container in containers.all
	some variable in containers.in_effect(container)
	debugging.mode_variable(variable)
	finding := {
		"message": sprintf("the variable `%s` of the container `%s` turns a debug or development mode on", [variable.name, containers.label(container)]),
		"pointer": sprintf("%s/name", [pointer]),
	}
}

deny contains finding if {
	some pointer, container in containers.all
	some name in (containers.borrowed(container) | containers.borrowed_through(container))
	debugging.mode_named(name)
	finding := {
		"message": sprintf("the value of the variable `%s` of the container `%s` stands elsewhere", [name, containers.label(container)]),
		"pointer": sprintf("%s/name", [pointer]),
		"unknown": true,
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
