# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-046
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     az: az storage account update --ids {id} --https-only true
package acme.metadata_remediation_without_summary

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
