# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-082
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.not_on_absent

deny contains "anonymous access can be turned on" if not input.properties.allowBlobPublicAccess == false
