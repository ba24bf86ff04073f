# METADATA
# title: Key vaults authorize through Azure RBAC
# description: Vault access policies cannot be narrowed to one key or secret, and whoever may write to the vault can grant themselves access.
# related_resources:
# - ref: https://learn.microsoft.com/azure/key-vault/general/rbac-guide
# - ref: https://learn.microsoft.com/azure/key-vault/general/access-control-default
# custom:
#   id: AZ-KV-003
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.keyvault/vaults, azurerm_key_vault]
#   needs: []
#   remediation:
#     summary: Assign the data roles that are needed, then switch the permission model to Azure RBAC.
#     az: az keyvault update --resource-group {group} --name {name} --enable-rbac-authorization true --subscription {subscription}
#     terraform: rbac_authorization_enabled = true
#     arm: "properties: { enableRbacAuthorization: true }"
#   frameworks: {mcsb: [PA-7]}
package onus.lockdown.azure.key_vault.rbac_authorization

import data.onus.lib.azure.key_vault

deny contains finding if {
	key_vault.rbac_authorization.value != null
	key_vault.rbac_authorization.value != true
	finding := {
		"message": "access policies of the vault decide who reaches keys and secrets",
		"pointer": key_vault.rbac_authorization.pointer,
		"expected": true,
	}
}

deny contains finding if {
	key_vault.rbac_authorization.value == null
	finding := {
		"message": "`enableRbacAuthorization` is not set, and its default depends on the API version and on whether the vault exists already: set it",
		"pointer": key_vault.rbac_authorization.pointer,
		"expected": true,
		"unknown": true,
	}
}
