# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-103
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.rule_misspelled

import data.onus.lib.azure.storage

deny contains "plain HTTP is accepted" if storage.http_only.value == false
