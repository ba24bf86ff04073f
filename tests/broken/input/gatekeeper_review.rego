# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-027
#   severity: high
#   layer: network.controls
#   resources: [microsoft.storage/storageaccounts]
#   remediation:
#     summary: Change the setting.
package acme.gatekeeper_review

deny contains "plain HTTP is accepted" if input.review.object.properties.supportsHttpsTrafficOnly == false
