# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-068
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.function_of_v0

deny contains "it is a test account" if re_match("^test", input.name)
