# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-065
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package onus.storage.package_reserved

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
