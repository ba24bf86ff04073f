# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-053
#    severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_wrong_indent

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
