package onus.lockdown.kubernetes.network_policy_test

import data.onus.lockdown.kubernetes.network_policy

collected := ["apps/v1/Deployment", "networking.k8s.io/v1/NetworkPolicy"]

deployment(policies, unresolved, types) := {
	"type": "apps/v1/Deployment",
	"properties": {"template": {"spec": {"containers": []}}},
	"related": {
		"network_policy": [{"id": sprintf("shop/networking.k8s.io/networkpolicy/%d", [i]), "properties": properties} |
			some i, properties in policies
		],
		"parent": [],
	},
	"coverage": {"types": types},
	"unresolved": unresolved,
}

statuses(findings) := {object.get(finding, "unknown", false) | some finding in findings}

test_selected_workload_allows if {
	count(network_policy.deny) == 0 with input as deployment([{"policyTypes": ["Ingress"]}], [], collected)
	count(network_policy.deny) == 0 with input as deployment([{"policyTypes": ["Ingress", "Egress"]}], [], collected)
}

test_policy_without_directions_is_for_incoming_traffic if {
	count(network_policy.deny) == 0 with input as deployment([{}], [], collected)
	count(network_policy.deny) == 0 with input as deployment([{"policyTypes": null}], [], collected)
}

test_policy_for_outgoing_traffic_only_denies if {
	statuses(network_policy.deny) == {false} with input as deployment([{"policyTypes": ["Egress"]}], [], collected)
}

test_directions_of_a_wrong_type_deny if {
	count(network_policy.deny) == 1 with input as deployment([{"policyTypes": "Ingress"}], [], collected)
	count(network_policy.deny) == 1 with input as deployment([{"policyTypes": []}], [], collected)
}

test_one_of_several_policies_allows if {
	count(network_policy.deny) == 0 with input as deployment([{"policyTypes": ["Egress"]}, {"policyTypes": ["Ingress"]}], [], collected)
}

test_workload_that_no_policy_selects_denies if {
	network_policy.deny == {{
		"message": "no network policy selects these pods for incoming traffic",
		"pointer": "/properties",
	}} with input as deployment([], [], collected)
}

test_policies_that_are_not_collected_are_unknown if {
	statuses(network_policy.deny) == {true} with input as deployment([], [], ["apps/v1/Deployment"])
}

test_doubtful_policy_is_unknown if {
	unresolved := ["shop/networking.k8s.io/networkpolicy/default-deny"]
	statuses(network_policy.deny) == {true} with input as deployment([], unresolved, collected)
}

test_doubt_about_something_else_denies if {
	statuses(network_policy.deny) == {false} with input as deployment([], ["00000000-0000-4000-8000-000000000020"], collected)
}

test_doubtful_policy_does_not_matter_beside_one_that_selects if {
	unresolved := ["shop/networking.k8s.io/networkpolicy/other"]
	count(network_policy.deny) == 0 with input as deployment([{"policyTypes": ["Ingress"]}], unresolved, collected)
}

test_policies_of_the_network_plugin_are_unknown if {
	types := array.concat(collected, ["cilium.io/v2/CiliumNetworkPolicy"])
	statuses(network_policy.deny) == {true} with input as deployment([], [], types)
	statuses(network_policy.deny) == {true} with input as deployment([], [], ["projectcalico.org/v3/NetworkPolicy"])
}

test_host_network_denies_though_a_policy_selects if {
	base := deployment([{"policyTypes": ["Ingress"]}], [], collected)
	pointers := {finding.pointer | some finding in network_policy.deny} with input as object.union(base, {"properties": {"template": {"spec": {"hostNetwork": true}}}})
	pointers == {"/properties/template/spec/hostNetwork"}
	of_pod := {finding.pointer | some finding in network_policy.deny} with input as object.union(base, {"type": "v1/Pod", "properties": {"hostNetwork": "true"}})
	of_pod == {"/properties/hostNetwork"}
	of_job := {finding.pointer | some finding in network_policy.deny} with input as object.union(
		base,
		{"properties": {"jobTemplate": {"spec": {"template": {"spec": {"hostNetwork": true}}}}}},
	)
	of_job == {"/properties/jobTemplate/spec/template/spec/hostNetwork"}
}

test_host_network_that_is_off_allows if {
	base := deployment([{"policyTypes": ["Ingress"]}], [], collected)
	count(network_policy.deny) == 0 with input as object.union(base, {"properties": {"template": {"spec": {"hostNetwork": false}}}})
}

test_workload_without_an_owner_is_asked if {
	network_policy.applies with input as deployment([], [], collected)
}

test_pod_of_a_workload_in_the_inventory_is_not_asked if {
	not network_policy.applies with input as {"type": "v1/Pod", "related": {"parent": [{"type": "apps/v1/ReplicaSet"}]}}
}

test_pod_of_something_else_is_asked if {
	network_policy.applies with input as {"type": "v1/Pod", "related": {"parent": [{"type": "argoproj.io/v1alpha1/Workflow"}]}}
}

test_missing_specification_denies if {
	count(network_policy.deny) == 1 with input as {"type": "v1/Pod", "properties": {}, "coverage": {"types": []}, "unresolved": []}
}

rules(list) := {finding.pointer | some finding in network_policy.deny with input as deployment([{"policyTypes": ["Ingress"], "ingress": list}], [], collected)}

first_rule := {"/related/network_policy/0/properties/ingress/0"}

test_rule_that_lets_everybody_in_denies if {
	every rule in [
		{},
		{"from": []},
		{"from": null},
		{"ports": []},
		{"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]},
		{"from": [{"ipBlock": {"cidr": "::/0"}}]},
		{"from": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": []}}]},
		{"from": [{"podSelector": {"matchLabels": {"app": "a"}}}, {"ipBlock": {"cidr": "0.0.0.0/0"}}]},
		{"from": [{"namespaceSelector": {}}]},
		{"from": [{"namespaceSelector": {"matchLabels": {}}, "podSelector": {}}]},
		{"ports": [{"protocol": "TCP"}]},
		{"ports": [{"port": 1, "endPort": 65535}]},
	] {
		rules([rule]) == first_rule
	}
	rules([{"from": [{"podSelector": {}}]}, {}]) == {"/related/network_policy/0/properties/ingress/1"}
}

test_rule_that_restricts_allows if {
	every rule in [
		{"from": [{"podSelector": {}}]},
		{"from": [{"namespaceSelector": {"matchLabels": {"team": "shop"}}}]},
		{"from": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "web"}}}]},
		{"from": [{"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "Exists"}]}}]},
		{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]},
		{"from": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}}]},
		{"ports": [{"port": 443}]},
		{"ports": [{"port": "https", "protocol": "TCP"}]},
		{"from": [], "ports": [{"port": 8080, "protocol": "TCP"}]},
		{"ports": [{"protocol": "UDP"}]},
		{"from": "all", "ports": "all"},
		{"from": [null, "all", {"ipBlock": null}, {"namespaceSelector": null}]},
		"all",
	] {
		rules([rule]) == set()
	}
	rules([]) == set()
	rules(null) == set()
}

test_one_open_policy_is_enough if {
	shut := {"policyTypes": ["Ingress"], "ingress": []}
	count(network_policy.deny) == 1 with input as deployment([shut, {"policyTypes": ["Ingress"], "ingress": [{}]}], [], collected)
	count(network_policy.deny) == 1 with input as deployment([{"ingress": [{}]}], [], collected)
	count(network_policy.deny) == 0 with input as deployment([shut, {"policyTypes": ["Egress"], "ingress": [{}], "egress": [{}]}], [], collected)
}

test_addon_of_the_provider_is_not_asked if {
	not network_policy.applies with input as {
		"type": "apps/v1/DaemonSet",
		"scope": {"group": "kube-system"},
		"properties": {"template": {"spec": {"hostNetwork": true, "containers": [{"image": "mcr.microsoft.com/oss/kubernetes/kube-proxy:v1.30.4"}]}}},
		"raw": {"metadata": {"labels": {"kubernetes.azure.com/managedby": "aks"}}},
	}
}

test_rollout_that_takes_its_pods_from_a_deployment_is_not_asked if {
	not network_policy.applies with input as {"type": "argoproj.io/v1alpha1/Rollout", "properties": {"workloadRef": {"kind": "Deployment", "name": "web"}}}
	network_policy.applies with input as {"type": "argoproj.io/v1alpha1/Rollout", "properties": {"template": {"spec": {}}}}
}

test_what_an_older_workload_makes_is_not_asked if {
	every type in ["apps/v1beta1/Deployment", "extensions/v1beta1/ReplicaSet", "batch/v1beta1/CronJob", "apps.openshift.io/v1/DeploymentConfig", "argoproj.io/v1alpha1/Rollout"] {
		not network_policy.applies with input as {"type": "v1/Pod", "related": {"parent": [{"type": type}]}}
	}
}
