# METADATA
# title: Web and function apps take no deployments over plain FTP
# description: Plain FTP sends the deployment password and the code in clear text.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/deploy-ftp
# custom:
#   id: AZ-APP-003
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
#   needs: []
#   remediation:
#     summary: Turn FTP off, or allow FTPS only.
#     az: az resource update --ids {id}/config/web --set properties.ftpsState=Disabled
#     terraform: site_config { ftps_state = "Disabled" }
#     arm: "properties: { siteConfig: { ftpsState: 'Disabled' } }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.app_service.ftps

import data.onus.lib.azure.app_service

deny contains finding if {
	app_service.ftps_state.value != null
	not app_service.ftps_state.value in {"Disabled", "FtpsOnly"}
	finding := {
		"message": "deployments over plain FTP are accepted",
		"pointer": app_service.ftps_state.pointer,
		"expected": "Disabled",
	}
}

# Lists of sites leave the property null, and what holds then depends on when and
# how the app was created.
deny contains finding if {
	app_service.ftps_state.value == null
	finding := {
		"message": app_service.not_known("ftpsState"),
		"pointer": app_service.ftps_state.pointer,
		"expected": "Disabled",
		"unknown": true,
	}
}
