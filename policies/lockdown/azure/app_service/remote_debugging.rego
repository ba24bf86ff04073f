# METADATA
# title: Web and function apps accept no remote debugger
# description: Remote debugging opens further ports, and a debugger reads and changes the memory of the app.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/configure-common
# custom:
#   id: AZ-APP-004
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
#   needs: []
#   remediation:
#     summary: Turn remote debugging off.
#     az: az resource update --ids {id}/config/web --set properties.remoteDebuggingEnabled=false
#     terraform: site_config { remote_debugging_enabled = false }
#     arm: "properties: { siteConfig: { remoteDebuggingEnabled: false } }"
#   frameworks: {mcsb: [PV-2]}
package onus.lockdown.azure.app_service.remote_debugging

import data.onus.lib.azure.app_service

deny contains finding if {
	app_service.remote_debugging.value != null
	app_service.remote_debugging.value != false
	finding := {
		"message": "remote debugging is on",
		"pointer": app_service.remote_debugging.pointer,
		"expected": false,
	}
}

# Lists of sites leave the property null, and what holds then depends on when and
# how the app was created.
deny contains finding if {
	app_service.remote_debugging.value == null
	finding := {
		"message": app_service.not_known("remoteDebuggingEnabled"),
		"pointer": app_service.remote_debugging.pointer,
		"expected": false,
		"unknown": true,
	}
}
