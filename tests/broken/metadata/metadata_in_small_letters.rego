# metadata
# title: Storage accounts are locked down
# custom:
#   id: ACME-049
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.metadata_in_small_letters

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
