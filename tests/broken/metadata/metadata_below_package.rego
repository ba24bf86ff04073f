package acme.metadata_below_package

# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-060
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.

import rego.v1

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
