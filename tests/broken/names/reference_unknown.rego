# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-073
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.reference_unknown

deny contains "it can be reached from everywhere" if data.lib.helpers.is_public
