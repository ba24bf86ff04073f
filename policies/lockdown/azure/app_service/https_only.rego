# METADATA
# title: Web and function apps redirect plain HTTP to HTTPS
# description: Requests over plain HTTP, with their cookies and tokens, can be read or changed on the way.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/configure-ssl-bindings
# custom:
#   id: AZ-APP-001
#   severity: high
#   layer: network.controls
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
#     summary: Turn on "HTTPS Only".
#     az: az resource update --ids {id} --set properties.httpsOnly=true
#     terraform: https_only = true
#     arm: "properties: { httpsOnly: true }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.app_service.https_only

import data.onus.lib.azure.app_service

deny contains finding if {
	app_service.https_only.value != true
	finding := {
		"message": "plain HTTP is accepted",
		"pointer": app_service.https_only.pointer,
		"expected": true,
	}
}
