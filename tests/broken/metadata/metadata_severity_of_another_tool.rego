# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-040
#   severity: warning
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_severity_of_another_tool

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
