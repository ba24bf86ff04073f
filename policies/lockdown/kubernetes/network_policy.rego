# METADATA
# title: Workloads are selected by a network policy
# description: Pods that no network policy selects accept connections from every pod of the cluster, so whoever takes one over reaches all of them. So do pods that a policy selects whose rules let everybody in. Whether the network plugin enforces policies is the cluster's affair and is not looked at here.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# - ref: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
# - ref: https://docs.cilium.io/en/stable/network/kubernetes/policy/
# - ref: https://docs.tigera.io/calico/latest/network-policy/
# custom:
#   id: K8S-NETPOL-001
#   severity: medium
#   layer: network.controls
#   resources: [v1/Pod, v1/ReplicationController, v1/DeploymentConfig, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, apps/v1beta2/Deployment, apps/v1beta2/ReplicaSet, apps/v1beta2/StatefulSet, apps/v1beta2/DaemonSet, apps/v1beta1/Deployment, apps/v1beta1/StatefulSet, extensions/v1beta1/Deployment, extensions/v1beta1/ReplicaSet, extensions/v1beta1/DaemonSet, batch/v1/Job, batch/v1/CronJob, batch/v1beta1/CronJob, batch/v2alpha1/CronJob, apps.openshift.io/v1/DeploymentConfig, argoproj.io/v1alpha1/Rollout]
#   needs: [network_policy, parent]
#   remediation:
#     summary: Add a network policy that denies incoming traffic to all pods of the namespace, and others that let in what each workload needs; take pods out of the host's network. Export network policies together with the workloads, in one file for each cluster.
#     collect: kubectl get pods,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,networkpolicies --all-namespaces -o json
#     kubernetes: |-
#       apiVersion: networking.k8s.io/v1
#       kind: NetworkPolicy
#       metadata:
#         name: default-deny
#       spec:
#         podSelector: {}
#         policyTypes: [Ingress]
#     variants:
#       host-network:
#         pointer: "/properties/**/hostNetwork"
#         kubernetes: "hostNetwork: false"
#       rule:
#         pointer: "/related/network_policy/**"
#         kubernetes: "ingress: [ { from: [ { podSelector: {} } ] } ]"
#   frameworks: {mcsb: [NS-1]}
package onus.lockdown.kubernetes.network_policy

import data.onus.lib.kubernetes.managed_addon
import data.onus.lib.kubernetes.workload

# What a workload makes is decided with it, and the provider's own add-ons are not the
# customer's to change.
default applies := true

applies := false if workload.owned

applies := false if managed_addon.managed

deny contains finding if {
	some pointer in workload.host_network
	finding := {
		"message": "pods in the host's network are out of reach of network policies",
		"pointer": pointer,
		"expected": false,
	}
}

deny contains finding if {
	some pointer in workload.open_rules
	finding := {
		"message": "this rule of a network policy lets everybody in, to every port, so that the policy keeps nothing out",
		"pointer": pointer,
	}
}

unselected if count(workload.ingress_policies) == 0

doubtful if count(workload.doubtful_policies) > 0

doubtful if workload.policies_of_plugins

deny contains finding if {
	unselected
	workload.policies_collected
	not doubtful
	finding := {
		"message": "no network policy selects these pods for incoming traffic",
		"pointer": "/properties",
	}
}

deny contains finding if {
	unselected
	count(workload.doubtful_policies) > 0
	finding := {
		"message": "whether a network policy selects these pods can't be told: the selector of one is not readable, or it stands in another file and may be another cluster's",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	unselected
	count(workload.doubtful_policies) == 0
	workload.policies_of_plugins
	finding := {
		"message": "no network policy selects these pods, and what the policies of the network plugin select is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	unselected
	not workload.policies_collected
	not doubtful
	finding := {
		"message": "the inventory does not have the network policies of the namespace, so whether one selects these pods is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
