# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-071
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.helper_called

is_public if input.properties.publicNetworkAccess == "Enabled"

deny contains "it can be reached from everywhere" if is_public()
