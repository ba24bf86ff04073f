# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-041
#   severity: high
#   layer: network
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_layer_unknown

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
