# METADATA
# title: AKS clusters enforce Kubernetes network policies
# description: Without a policy engine every pod reaches every other pod, whatever network policies the workloads declare.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/use-network-policies
# custom:
#   id: AZ-AKS-005
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.containerservice/managedclusters, azurerm_kubernetes_cluster]
#   needs: []
#   remediation:
#     summary: Choose a network policy engine.
#     az: az aks update --resource-group {group} --name {name} --network-policy azure --subscription {subscription}
#     terraform: network_profile { network_policy = "azure" }
#     arm: "properties: { networkProfile: { networkPolicy: 'azure' } }"
#   frameworks: {mcsb: [NS-1]}
package onus.lockdown.azure.kubernetes.network_policy

import data.onus.lib.azure.kubernetes

engines := {"azure", "calico", "cilium"}

deny contains finding if {
	not kubernetes.network_policy.value in engines
	kubernetes.network_plugin.value != "none"
	finding := {
		"message": "no engine enforces network policies between pods",
		"pointer": kubernetes.network_policy.pointer,
	}
}

# A plugin that the customer brings may enforce policies; Azure does not know.
deny contains finding if {
	not kubernetes.network_policy.value in engines
	kubernetes.network_plugin.value == "none"
	finding := {
		"message": "the network plugin is the customer's own, and Azure does not record whether it enforces network policies",
		"pointer": kubernetes.network_plugin.pointer,
		"unknown": true,
	}
}
