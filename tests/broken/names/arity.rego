# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-072
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.arity

deny contains "it is a test account" if startswith(input.name)
