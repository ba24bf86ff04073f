# METADATA
# title: AKS clusters sign users in through Microsoft Entra ID and authorise them with Azure RBAC
# description: Otherwise permissions in the cluster are granted beside the directory, out of sight of access reviews, and stay when people leave.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/manage-azure-rbac
# - ref: https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id
# custom:
#   id: AZ-AKS-004
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.containerservice/managedclusters, azurerm_kubernetes_cluster]
#   needs: []
#   remediation:
#     summary: Turn on Microsoft Entra integration and Azure RBAC for Kubernetes authorization.
#     az: az aks update --resource-group {group} --name {name} --enable-aad --enable-azure-rbac --subscription {subscription}
#     terraform: azure_active_directory_role_based_access_control { azure_rbac_enabled = true }
#     arm: "properties: { aadProfile: { managed: true, enableAzureRBAC: true } }"
#   frameworks: {mcsb: [IM-1, PA-7]}
package onus.lockdown.azure.kubernetes.azure_rbac

import data.onus.lib.azure.kubernetes

deny contains finding if {
	kubernetes.azure_rbac.value != true
	kubernetes.entra_integration.value != true
	finding := {
		"message": "users do not sign in through Microsoft Entra ID",
		"pointer": kubernetes.entra_integration.pointer,
		"expected": true,
	}
}

deny contains finding if {
	kubernetes.azure_rbac.value != true
	kubernetes.entra_integration.value == true
	finding := {
		"message": "Azure RBAC does not decide on permissions in the cluster",
		"pointer": kubernetes.azure_rbac.pointer,
		"expected": true,
	}
}
