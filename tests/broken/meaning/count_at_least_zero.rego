# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-087
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.count_at_least_zero

deny contains "there are rules" if count(object.get(input, ["properties", "networkAcls", "ipRules"], [])) >= 0
