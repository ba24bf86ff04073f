# METADATA
# title: Größe
# custom:
#   id: ACME-108
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.latin1

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
