# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-024
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.input_misspelled

deny contains "plain HTTP is accepted" if input.properites.supportsHttpsTrafficOnly == false
