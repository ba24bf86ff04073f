# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-101
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.method_call

deny contains "it is a test account" if input.name.startsWith("test")
