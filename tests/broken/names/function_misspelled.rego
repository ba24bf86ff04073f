# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-066
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.function_misspelled

deny contains "it is a test account" if startwith(input.name, "test")
