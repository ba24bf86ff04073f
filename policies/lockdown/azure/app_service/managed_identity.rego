# METADATA
# title: Web and function apps have a managed identity
# description: Without one, an app reaches other services with secrets that it must store, and that leak and expire.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/overview-managed-identity
# custom:
#   id: AZ-APP-005
#   severity: medium
#   layer: identity.users
#   resources:
#     - microsoft.web/sites
#     - microsoft.web/sites/slots
#     - azurerm_linux_web_app
#     - azurerm_linux_web_app_slot
#     - azurerm_windows_web_app
#     - azurerm_windows_web_app_slot
#     - azurerm_linux_function_app
#     - azurerm_linux_function_app_slot
#     - azurerm_windows_function_app
#     - azurerm_windows_function_app_slot
#     - azurerm_function_app_flex_consumption
#   needs: []
#   remediation:
#     summary: Assign a managed identity, and let the app use it in place of secrets.
#     az: az webapp identity assign --resource-group {group} --name {name} --subscription {subscription}
#     terraform: identity { type = "SystemAssigned" }
#     arm: "identity: { type: 'SystemAssigned' }"
#     variants:
#       slot:
#         resources: microsoft.web/sites/slots
#         az: az webapp identity assign --resource-group {group} --name {parent} --slot {name} --subscription {subscription}
#   frameworks: {mcsb: [IM-3]}
package onus.lockdown.azure.app_service.managed_identity

import data.onus.lib.azure.app_service

deny contains finding if {
	not app_service.identity_type.value in {"SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned", "SystemAssigned,UserAssigned"}
	finding := {
		"message": "there is no managed identity",
		"pointer": app_service.identity_type.pointer,
	}
}
