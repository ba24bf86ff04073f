# METADATA
# title: TLS: version 1.2 or later
# custom:
#   id: ACME-050
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_colon_in_title

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
