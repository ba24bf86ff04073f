# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-032
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.properties_twice

deny contains "plain HTTP is accepted" if input.properties.properties.supportsHttpsTrafficOnly == false
