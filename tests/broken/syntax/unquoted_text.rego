# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-098
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.unquoted_text

deny contains "it can be reached from everywhere" if input.properties.publicNetworkAccess == Enabled
