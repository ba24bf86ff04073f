# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-056
#   severity: high
#   layer: network.controls
#   resources: ["microsoft.storage/[a-"]
#   remediation:
#     summary: Change the setting.
package acme.metadata_bad_glob

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
