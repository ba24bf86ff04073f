# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-057
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
#   needs: [children]
package acme.metadata_bad_need

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
