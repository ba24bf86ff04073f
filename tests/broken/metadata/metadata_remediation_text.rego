# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-045
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation: Change the setting.
package acme.metadata_remediation_text

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
