# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-088
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.default_twice

default level := "low"

default level := "high"

deny contains "the level is low" if input.tags.level == level
