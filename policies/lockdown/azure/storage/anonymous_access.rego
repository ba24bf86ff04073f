# METADATA
# title: Storage accounts refuse anonymous access to blobs
# description: While the account permits it, one setting on one container publishes everything in it to anyone who has the address.
# related_resources:
# - ref: https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent
# custom:
#   id: AZ-STORAGE-003
#   severity: high
#   layer: data
#   resources: [microsoft.storage/storageaccounts, azurerm_storage_account]
#   needs: []
#   remediation:
#     summary: Turn off "Allow Blob anonymous access" for the account.
#     az: az storage account update --ids {id} --allow-blob-public-access false
#     terraform: allow_nested_items_to_be_public = false
#     arm: "properties: { allowBlobPublicAccess: false }"
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.storage.anonymous_access

import data.onus.lib.azure.storage

deny contains finding if {
	storage.anonymous_access.value != null
	storage.anonymous_access.value != false
	finding := {
		"message": "containers can be opened to anonymous readers",
		"pointer": storage.anonymous_access.pointer,
		"expected": false,
	}
}

deny contains finding if {
	storage.anonymous_access.value == null
	finding := {
		"message": "`allowBlobPublicAccess` is not set, and its default depends on the API version, which is not known: set it",
		"pointer": storage.anonymous_access.pointer,
		"expected": false,
		"unknown": true,
	}
}
