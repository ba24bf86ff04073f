# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-048
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
#   framework: {mcsb: [DP-3]}
package acme.metadata_optional_key_misspelled

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
