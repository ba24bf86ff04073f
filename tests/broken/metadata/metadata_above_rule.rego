package acme.metadata_above_rule

# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-059
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
