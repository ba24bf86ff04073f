# METADATA
# title: AKS clusters have no local accounts
# description: Local accounts are static cluster-admin credentials that no sign-in policy covers and no log ties to a person.
# related_resources:
# - ref: https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad
# custom:
#   id: AZ-AKS-001
#   severity: high
#   layer: identity.users
#   resources: [microsoft.containerservice/managedclusters, azurerm_kubernetes_cluster]
#   needs: []
#   remediation:
#     summary: Integrate the cluster with Microsoft Entra ID, then disable local accounts and rotate the cluster certificates.
#     az: az aks update --resource-group {group} --name {name} --disable-local-accounts --subscription {subscription}
#     terraform: local_account_disabled = true
#     arm: "properties: { disableLocalAccounts: true }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.kubernetes.local_accounts

import data.onus.lib.azure.kubernetes

deny contains finding if {
	kubernetes.local_accounts_disabled.value != true
	finding := {
		"message": "local cluster-admin accounts are accepted",
		"pointer": kubernetes.local_accounts_disabled.pointer,
		"expected": true,
	}
}
