# METADATA
# title: Storage accounts are locked down
# custom:
#   id: ACME-025
#   severity: high
#   layer: network.controls
#   resources: [azurerm_storage_account]
#   remediation:
#     summary: Change the setting.
package acme.terraform_plan

deny contains "plain HTTP is accepted" if {
	some change in input.resource_changes
	change.type == "azurerm_storage_account"
	change.change.after.https_traffic_only_enabled == false
}
