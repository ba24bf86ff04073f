# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-006
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.allow_rule

default allow := false

allow if input.properties.supportsHttpsTrafficOnly == true
