# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-075
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.import_unused

import data.onus.lib.fact

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
