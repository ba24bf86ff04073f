# METADATA
# title: Storage accounts are locked down
# custom:
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_without_id

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
