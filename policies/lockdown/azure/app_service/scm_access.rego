# METADATA
# title: The deployment site of web and function apps is not open to everybody
# description: The deployment site (SCM, Kudu) changes the app's code and shows its settings; whoever finds a password or a token can use it from anywhere. Restrictions of the app do not hold for it unless they are used for both.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/overview-access-restrictions
# - ref: https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions
# - ref: https://learn.microsoft.com/azure/app-service/resources-kudu
# custom:
#   id: AZ-APP-011
#   severity: medium
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
#     summary: Use the app's restrictions for the deployment site as well, let in only the addresses that deploy, or turn public access off.
#     az: az webapp config access-restriction set --resource-group {group} --name {name} --use-same-restrictions-for-scm-site true --subscription {subscription}
#     terraform: site_config { scm_use_main_ip_restriction = true }
#     arm: "properties: { siteConfig: { scmIpSecurityRestrictionsUseMain: true } }"
#     variants:
#       slot:
#         resources: microsoft.web/sites/slots
#         az: az webapp config access-restriction set --resource-group {group} --name {parent} --slot {name} --use-same-restrictions-for-scm-site true --subscription {subscription}
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.app_service.scm_access

import data.onus.lib.azure.app_service
import data.onus.lib.azure.app_service_access

deny contains finding if {
	app_service_access.scm == "open"
	finding := {
		"message": "the deployment site lets everybody in",
		"pointer": app_service.site_config_pointer,
	}
}

# Lists of sites leave the properties null.
deny contains finding if {
	app_service_access.scm == "unknown"
	finding := {
		"message": "the restrictions of the deployment site were not collected (lists of sites leave them null): put the output of az webapp config show under siteConfig",
		"pointer": app_service.site_config_pointer,
		"unknown": true,
	}
}
