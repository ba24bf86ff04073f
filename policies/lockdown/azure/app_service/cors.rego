# METADATA
# title: Web and function apps let no site of the world call them from a browser
# description: With `*` among the allowed origins, the scripts of any page read the app's answers.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-rest-api
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites
# custom:
#   id: AZ-APP-008
#   severity: medium
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
#   needs: []
#   remediation:
#     summary: Name the sites that may call the app, in place of `*`.
#     az: az webapp cors remove --resource-group {group} --name {name} --allowed-origins "*" --subscription {subscription}
#     terraform: |-
#       site_config {
#         cors { allowed_origins = ["https://www.example.com"] }
#       }
#     arm: "properties: { siteConfig: { cors: { allowedOrigins: [ 'https://www.example.com' ] } } }"
#     variants:
#       slot:
#         resources: microsoft.web/sites/slots
#         az: az webapp cors remove --resource-group {group} --name {parent} --slot {name} --allowed-origins "*" --subscription {subscription}
#   frameworks: {mcsb: [PV-2]}
package onus.lockdown.azure.app_service.cors

import data.onus.lib.azure.app_service

deny contains finding if {
	is_array(app_service.cors_origins.value)
	some origin in app_service.cors_origins.value
	not named(origin)
	finding := {
		"message": "every site may call the app from a browser",
		"pointer": app_service.cors_origins.pointer,
	}
}

deny contains finding if {
	app_service.cors_origins.value != null
	not is_array(app_service.cors_origins.value)
	finding := {
		"message": "the allowed origins are not a list",
		"pointer": app_service.cors_origins.pointer,
	}
}

# Lists of sites leave the property null.
deny contains finding if {
	app_service.cors_origins.value == null
	finding := {
		"message": app_service.not_known("cors"),
		"pointer": app_service.cors_origins.pointer,
		"unknown": true,
	}
}

named(origin) if {
	is_string(origin)
	trim_space(origin) != ""
	not trim_space(origin) in {"*", "http://*", "https://*", "null"}
}
