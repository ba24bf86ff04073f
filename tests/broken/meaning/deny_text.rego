# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-005
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.deny_text

deny := "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
