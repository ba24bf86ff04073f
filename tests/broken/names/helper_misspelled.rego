# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-070
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.helper_misspelled

is_public if input.properties.publicNetworkAccess == "Enabled"

deny contains "it can be reached from everywhere" if is_pubic
