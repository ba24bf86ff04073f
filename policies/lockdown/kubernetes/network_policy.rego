# METADATA
# title: Workloads are selected by a network policy
# description: Pods that no network policy selects accept connections from every pod of the cluster, so whoever takes one over reaches all of them. Whether the network plugin enforces policies is the cluster's affair and is not looked at here.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# - ref: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
# - ref: https://docs.cilium.io/en/stable/network/kubernetes/policy/
# - ref: https://docs.tigera.io/calico/latest/network-policy/
# custom:
#   id: K8S-NETPOL-001
#   severity: medium
#   layer: network.controls
#   resources: [v1/Pod, v1/ReplicationController, apps/v1/Deployment, apps/v1/ReplicaSet, apps/v1/StatefulSet, apps/v1/DaemonSet, batch/v1/Job, batch/v1/CronJob]
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
#   frameworks: {mcsb: [NS-1]}
package onus.lockdown.kubernetes.network_policy

import data.onus.lib.kubernetes.workload

# What a workload makes is decided with it.
default applies := true

applies := false if workload.owned

deny contains finding if {
	some pointer in workload.host_network
	finding := {
		"message": "pods in the host's network are out of reach of network policies",
		"pointer": pointer,
		"expected": false,
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
		"message": "the inventory does not hold network policies, so whether one selects these pods can't be told",
		"pointer": "/properties",
		"unknown": true,
	}
}
