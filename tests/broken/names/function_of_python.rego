# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-067
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.function_of_python

deny contains "the name is too long" if len(input.name) > 20
