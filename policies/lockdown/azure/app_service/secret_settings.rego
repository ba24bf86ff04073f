# METADATA
# title: Web and function apps keep no secrets in their settings
# description: Whoever may read the app or its template reads its settings too, and values end up in states and logs. A setting counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found. Lists of sites leave settings out, and are not asked.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
# - ref: https://learn.microsoft.com/azure/app-service/overview-managed-identity
# - ref: https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
# custom:
#   id: AZ-APP-012
#   severity: high
#   layer: application
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
#   needs: [children.microsoft.web/sites/config, children.microsoft.web/sites/slots/config]
#   remediation:
#     summary: "Use a managed identity where the other side takes one; otherwise refer to a secret of a key vault, and change it, as it was readable."
#     az: az webapp config appsettings set --ids {id} --settings {item}="@Microsoft.KeyVault(SecretUri=SECRET_URI)"
#     terraform: app_settings = { NAME = "@Microsoft.KeyVault(SecretUri=SECRET_URI)" }
#     arm: "properties: { siteConfig: { appSettings: [ { name: '{item}', value: '@Microsoft.KeyVault(SecretUri=SECRET_URI)' } ] } }"
#     variants:
#       slot:
#         resources: microsoft.web/sites/slots
#         az: az webapp config appsettings set --resource-group {group} --name {parent} --slot {name} --subscription {subscription} --settings {item}="@Microsoft.KeyVault(SecretUri=SECRET_URI)"
#       storage-key:
#         summary: Let the app's managed identity reach the storage account, and change the account's key, as it was readable.
#         terraform: |-
#           storage_account_access_key = null
#           storage_uses_managed_identity = true
#       storage-key-flex:
#         summary: Let the app's managed identity reach the storage account, and change the account's key, as it was readable.
#         terraform: |-
#           storage_access_key = null
#           storage_authentication_type = "SystemAssignedIdentity"
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.azure.app_service.secret_settings

import data.onus.lib.azure.app_service_settings

default applies := false

applies if app_service_settings.collected

# The finding points at the resource: its value must not be printed beside it.
deny contains finding if {
	some name in app_service_settings.exposed
	finding := {
		"message": sprintf("the setting `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	some key in app_service_settings.storage_keys
	finding := {
		"message": sprintf("the setting `%s` holds a secret in clear", [key.setting]),
		"pointer": "/id",
		"fix": key.fix,
	}
}

deny contains finding if {
	app_service_settings.unreadable
	finding := {
		"message": "the settings have an unexpected shape, so whether they hold secrets is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	some kind in app_service_settings.uncollected
	finding := {
		"message": sprintf("whether the settings hold secrets is not known: `config/%s` of the app was not collected", [kind]),
		"pointer": "/properties",
		"unknown": true,
	}
}
