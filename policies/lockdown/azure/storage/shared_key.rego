# METADATA
# title: Storage accounts refuse account keys
# description: An account key gives whoever holds it every right on the account, names nobody in the logs and does not expire.
# related_resources:
# - ref: https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent
# custom:
#   id: AZ-STORAGE-004
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.storage/storageaccounts, azurerm_storage_account]
#   needs: []
#   remediation:
#     summary: Turn off "Allow storage account key access" once the clients use Microsoft Entra identities.
#     az: az storage account update --ids {id} --allow-shared-key-access false
#     terraform: shared_access_key_enabled = false
#     arm: "properties: { allowSharedKeyAccess: false }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.storage.shared_key

import data.onus.lib.azure.storage

deny contains finding if {
	storage.shared_key.value != false
	finding := {
		"message": "requests signed with an account key are accepted",
		"pointer": storage.shared_key.pointer,
		"expected": false,
	}
}
