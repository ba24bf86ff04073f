# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-079
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.text_and_boolean

public := input.properties.allowBlobPublicAccess

deny contains "anonymous access can be turned on" if lower("true") == true
