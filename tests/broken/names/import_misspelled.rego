# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-074
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.import_misspelled

import data.onus.lib.azure.storge

deny contains "plain HTTP is accepted" if storge.https_only.value == false
