# METADATA
# title: Key vaults keep what is deleted
# description: Without soft delete, a deleted key, secret or vault is gone at once, by mistake or on purpose.
# related_resources:
# - ref: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
# custom:
#   id: AZ-KV-002
#   severity: high
#   layer: data
#   resources: [microsoft.keyvault/vaults]
#   needs: []
#   remediation:
#     summary: Turn on soft delete; it cannot be turned off again.
#     az: az resource update --ids {id} --set properties.enableSoftDelete=true
#     terraform: soft_delete_retention_days = 90
#     arm: "properties: { enableSoftDelete: true }"
#   frameworks: {mcsb: [DP-8]}
package onus.lockdown.azure.key_vault.soft_delete

import data.onus.lib.azure.key_vault

# azurerm_key_vault is not among the resources: since version 3 the provider has
# no argument for it, soft delete is always on.
deny contains finding if {
	key_vault.soft_delete.value != true
	finding := {
		"message": "deleted keys and secrets cannot be recovered",
		"pointer": key_vault.soft_delete.pointer,
		"expected": true,
	}
}
