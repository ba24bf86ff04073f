# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-086
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.folded_constant

deny contains "data is kept outside of Europe" if lower(input.location) != "westEurope"
