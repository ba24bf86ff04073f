# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-039
#   severity: HIGH
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_severity_in_capitals

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
