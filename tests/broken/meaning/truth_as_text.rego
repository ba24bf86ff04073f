# METADATA
# title: Storage accounts refuse plain HTTP
# custom:
#   id: ACME-120
#   severity: high
#   layer: network.controls
#   resources: [azurerm_storage_account]
#   remediation:
#     summary: Change the setting.
package acme.truth_as_text

deny contains "plain HTTP is accepted" if input.properties.https_traffic_only_enabled == "false"
