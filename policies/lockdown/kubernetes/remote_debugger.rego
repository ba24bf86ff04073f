# METADATA
# title: Containers run without a remote debugger
# description: Whoever reaches the port of a debugger runs code of his own in the container. Looked at are commands, arguments and variables of the specification and of config maps; what secrets and the image itself set is not.
# related_resources:
# - ref: https://docs.oracle.com/en/java/javase/21/docs/specs/jpda/conninv.html
# - ref: https://nodejs.org/en/learn/getting-started/debugging
# - ref: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
# custom:
#   id: K8S-DEBUG-001
#   severity: high
#   layer: application
#   resources: [v1/Pod, v1/ReplicationController, v1/DeploymentConfig, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, apps/v1beta2/Deployment, apps/v1beta2/ReplicaSet, apps/v1beta2/StatefulSet, apps/v1beta2/DaemonSet, apps/v1beta1/Deployment, apps/v1beta1/StatefulSet, extensions/v1beta1/Deployment, extensions/v1beta1/ReplicaSet, extensions/v1beta1/DaemonSet, batch/v1/Job, batch/v1/CronJob, batch/v1beta1/CronJob, batch/v2alpha1/CronJob, apps.openshift.io/v1/DeploymentConfig, argoproj.io/v1alpha1/Rollout]
#   needs: [parent, config_map]
#   remediation:
#     summary: Take the debugger's flags and variables out of the specification; to look into a running pod, attach an ephemeral container for the time being. Export config maps together with the workloads.
#     kubectl: kubectl edit {kind} {name} --namespace {group}
#     collect: kubectl get pods,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,configmaps --all-namespaces -o json
#   frameworks: {mcsb: [PV-2]}
package onus.lockdown.kubernetes.remote_debugger

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
	some debugger in debugging.debugger(containers.words(container))
	finding := {
		"message": sprintf("the container `%s` starts %s", [containers.label(container), debugger]),
		"pointer": sprintf("%s/name", [pointer]),
	}
}

deny contains finding if {
	some pointer, container in containers.all
	some variable in containers.in_effect(container)
	some debugger in debugging.debugger(variable.value)
	finding := {
		"message": sprintf("the variable `%s` of the container `%s` starts %s", [variable.name, containers.label(container), debugger]),
		"pointer": sprintf("%s/name", [pointer]),
	}
}

deny contains finding if {
	some pointer, container in containers.all
	some variable in containers.in_effect(container)
	debugging.debugger_variable(variable)
	finding := {
		"message": sprintf("the variable `%s` of the container `%s` turns a debugger on", [variable.name, containers.label(container)]),
		"pointer": sprintf("%s/name", [pointer]),
	}
}

deny contains finding if {
	some pointer, container in containers.all
	some name in (containers.borrowed(container) | containers.borrowed_through(container))
	debugging.debugger_named(name)
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
