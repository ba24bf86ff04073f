# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-047
#   severity: severe
#   layer: transport
#   resources: all
#   remediation:
#     summary: Change the setting.
package acme.metadata_several_wrong

deny contains "plain HTTP is accepted" if input.properties.supportsHttpsTrafficOnly == false
