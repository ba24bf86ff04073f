# METADATA
# title: Storage accounts refuse plain HTTP
# description: Data in transit can be read or changed when HTTP is accepted.
# related_resources:
# - ref: https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer
# custom:
#   id: AZ-STORAGE-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts, azurerm_storage_account]
#   needs: []
#   remediation:
#     summary: Turn on "Secure transfer required".
#     az: az storage account update --ids {id} --https-only true
#     terraform: https_traffic_only_enabled = true
#     arm: "properties: { supportsHttpsTrafficOnly: true }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.storage.https_only

import data.onus.lib.azure.storage

deny contains finding if {
	storage.https_only.value != null
	storage.https_only.value != true
	finding := {
		"message": "plain HTTP is accepted",
		"pointer": storage.https_only.pointer,
		"expected": true,
	}
}

deny contains finding if {
	storage.https_only.value == null
	finding := {
		"message": "`supportsHttpsTrafficOnly` is not set, and its default depends on the API version, which is not known: set it",
		"pointer": storage.https_only.pointer,
		"expected": true,
		"unknown": true,
	}
}
