# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-083
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.count_of_absent

deny contains "no address is allowed by name" if count(input.properties.networkAcls.ipRules) == 0
