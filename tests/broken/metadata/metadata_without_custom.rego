# METADATA
# title: Storage accounts are locked down
# id: ACME-043
# severity: high
# layer: network.controls
# resources: [microsoft.storage/storageaccounts]
# remediation:
#   summary: Change the setting.
package acme.metadata_without_custom

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
