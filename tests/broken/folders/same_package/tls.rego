# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-110
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.tls

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
