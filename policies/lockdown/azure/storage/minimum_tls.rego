# METADATA
# title: Storage accounts accept TLS 1.2 or newer only
# description: TLS 1.0 and 1.1 have known weaknesses that let an attacker on the path read or change data.
# related_resources:
# - ref: https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version
# custom:
#   id: AZ-STORAGE-002
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts, azurerm_storage_account]
#   needs: []
#   remediation:
#     summary: Set the minimum TLS version to 1.2.
#     az: az storage account update --ids {id} --min-tls-version TLS1_2
#     terraform: min_tls_version = "TLS1_2"
#     arm: "properties: { minimumTlsVersion: 'TLS1_2' }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.storage.minimum_tls

import data.onus.lib.azure.storage

deny contains finding if {
	version := storage.minimum_tls.value
	not version in {"TLS1_2", "TLS1_3"}
	finding := {
		"message": "versions of TLS older than 1.2 are accepted",
		"pointer": storage.minimum_tls.pointer,
		"expected": "TLS1_2",
	}
}
