# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-054
#   severity: high
#   severity: low
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_key_twice

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
