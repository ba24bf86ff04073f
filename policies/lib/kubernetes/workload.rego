# METADATA
# title: Kubernetes workload facts
# description: |
#   Pods and what makes them: the pod's specification is the object's own, or a
#   template at one of two depths.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# - ref: https://docs.openshift.com/container-platform/latest/rest_api/workloads_apis/deploymentconfig-apps-openshift-io-v1.html
# - ref: https://argo-rollouts.readthedocs.io/en/stable/features/specification/
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
package onus.lib.kubernetes.workload

import data.onus.lib.relation

# Older versions of the API stay readable in manifests and in exports of old clusters.
# OpenShift and Argo Rollouts have a kind of their own that makes pods.
kinds := {
	"v1/Pod",
	"v1/ReplicationController",
	"v1/DeploymentConfig",
	"apps/v1/Deployment",
	"apps/v1/ReplicaSet",
	"apps/v1/StatefulSet",
	"apps/v1/DaemonSet",
	"apps/v1beta2/Deployment",
	"apps/v1beta2/ReplicaSet",
	"apps/v1beta2/StatefulSet",
	"apps/v1beta2/DaemonSet",
	"apps/v1beta1/Deployment",
	"apps/v1beta1/StatefulSet",
	"extensions/v1beta1/Deployment",
	"extensions/v1beta1/ReplicaSet",
	"extensions/v1beta1/DaemonSet",
	"batch/v1/Job",
	"batch/v1/CronJob",
	"batch/v1beta1/CronJob",
	"batch/v2alpha1/CronJob",
	"apps.openshift.io/v1/DeploymentConfig",
	"argoproj.io/v1alpha1/Rollout",
}

# Another workload of the inventory made this one, and answers for it.
owned if {
	some owner in input.related.parent
	owner.type in kinds
}

# A rollout that takes its pods from a deployment, which is evaluated itself.
owned if {
	input.type == "argoproj.io/v1alpha1/Rollout"
	is_object(input.properties.workloadRef)
	is_null(object.get(input.properties, "template", null))
}

# Where the pods join the network of their node, which no policy guards.
host_network contains "/properties/hostNetwork" if {
	value := input.properties.hostNetwork
	not value in {false, null}
}

host_network contains "/properties/template/spec/hostNetwork" if {
	value := input.properties.template.spec.hostNetwork
	not value in {false, null}
}

host_network contains "/properties/jobTemplate/spec/template/spec/hostNetwork" if {
	value := input.properties.jobTemplate.spec.template.spec.hostNetwork
	not value in {false, null}
}

# The network policies that select the pods and are about incoming traffic, which
# they are unless they name other directions only.
ingress_policies contains policy.id if {
	some policy in input.related.network_policy
	object.get(policy.properties, "policyTypes", null) == null
}

ingress_policies contains policy.id if {
	some policy in input.related.network_policy
	is_array(policy.properties.policyTypes)
	"Ingress" in policy.properties.policyTypes
}

# Rules of these policies that let every pod in, to every port: policies add up, so that
# one such rule is enough. Where the policies are about incoming traffic at all.
open_rules contains sprintf("/related/network_policy/%d/properties/ingress/%d", [i, j]) if {
	some i, policy in input.related.network_policy
	policy.id in ingress_policies
	is_array(policy.properties.ingress)
	some j, rule in policy.properties.ingress
	everybody(rule)
	every_port(rule)
}

everybody(rule) if {
	is_object(rule)
	object.get(rule, "from", null) in [null, []]
}

everybody(rule) if {
	is_array(rule.from)
	some peer in rule.from
	peer.ipBlock.cidr in {"0.0.0.0/0", "::/0"}
	object.get(peer.ipBlock, "except", null) in [null, []]
}

# Every pod of every namespace.
everybody(rule) if {
	is_array(rule.from)
	some peer in rule.from
	selects_all(peer.namespaceSelector)
	object.get(peer, "podSelector", null) in [null, {}]
}

selects_all(selector) if {
	is_object(selector)
	object.get(selector, "matchLabels", null) in [null, {}]
	object.get(selector, "matchExpressions", null) in [null, []]
}

every_port(rule) if object.get(rule, "ports", null) in [null, []]

# All ports of TCP.
every_port(rule) if {
	is_array(rule.ports)
	some given in rule.ports
	object.get(given, "protocol", "TCP") in {"TCP", null}
	all_of(given)
}

all_of(given) if object.get(given, "port", null) == null

all_of(given) if {
	given.port in {0, 1}
	given.endPort == 65535
}

# Network policies that may select the pods: their selector can't be worked out, or
# they stand in another file and may be another cluster's.
doubtful_policies contains id if {
	some id in input.unresolved
	contains(id, "networking.k8s.io/networkpolicy/")
}

policies_collected if relation.collected(["networking.k8s.io/v1/NetworkPolicy"])

# Network plugins have policies of their own, which are not read here.
policies_of_plugins if {
	relation.collected([
		"cilium.io/v2/CiliumNetworkPolicy",
		"cilium.io/v2/CiliumClusterwideNetworkPolicy",
		"crd.projectcalico.org/v1/NetworkPolicy",
		"crd.projectcalico.org/v1/GlobalNetworkPolicy",
		"projectcalico.org/v3/NetworkPolicy",
		"projectcalico.org/v3/GlobalNetworkPolicy",
	])
}
