# METADATA
# title: Key vaults are protected against purging
# description: Without purge protection, one account with the right to purge can destroy keys for good, and with them all data they encrypt.
# related_resources:
# - ref: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
# custom:
#   id: AZ-KV-001
#   severity: high
#   layer: data
#   resources: [microsoft.keyvault/vaults, azurerm_key_vault]
#   needs: []
#   remediation:
#     summary: Turn on purge protection; it cannot be turned off again.
#     az: az keyvault update --resource-group {group} --name {name} --enable-purge-protection true --subscription {subscription}
#     terraform: purge_protection_enabled = true
#     arm: "properties: { enablePurgeProtection: true }"
#   frameworks: {mcsb: [DP-8]}
package onus.lockdown.azure.key_vault.purge_protection

import data.onus.lib.azure.key_vault

deny contains finding if {
	key_vault.purge_protection.value != true
	finding := {
		"message": "deleted keys and secrets can be purged before their retention ends",
		"pointer": key_vault.purge_protection.pointer,
		"expected": true,
	}
}
