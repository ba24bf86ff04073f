# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-009
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.finding_is_true

deny contains true if input.properties.supportsHttpsTrafficOnly == false
