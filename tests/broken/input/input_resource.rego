# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-023
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.input_resource

deny contains "plain HTTP is accepted" if input.resource.properties.supportsHttpsTrafficOnly == false
