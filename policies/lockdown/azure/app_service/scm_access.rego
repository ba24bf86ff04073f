# METADATA
# title: The deployment site of web and function apps is not open to everybody
# description: The deployment site (SCM, Kudu) changes the app's code and shows its settings; whoever finds a password or a token can use it from anywhere. Restrictions of the app do not hold for it unless they are used for both.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/overview-access-restrictions
# - ref: https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions
# - ref: https://learn.microsoft.com/azure/app-service/resources-kudu
# custom:
#   id: AZ-APP-011
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
#   needs: [hostingEnvironmentProfile, serverFarmId.hostingEnvironmentProfile, service_plan_id.app_service_environment_id]
#   remediation:
#     summary: Let in only the addresses that deploy, use the app's own restrictions for the deployment site where it has some, or turn public access off.
#     az: az resource update --ids {id}/config/web --set properties.scmIpSecurityRestrictionsUseMain=false properties.scmIpSecurityRestrictionsDefaultAction=Deny properties.scmIpSecurityRestrictions='[{"action":"Allow","priority":100,"ipAddress":"198.51.100.0/24"}]'
#     terraform: |-
#       site_config {
#         scm_use_main_ip_restriction = false
#         scm_ip_restriction_default_action = "Deny"
#         scm_ip_restriction {
#           action = "Allow"
#           priority = 100
#           ip_address = "198.51.100.0/24"
#         }
#       }
#     arm: "properties: { siteConfig: { scmIpSecurityRestrictionsUseMain: false, scmIpSecurityRestrictionsDefaultAction: 'Deny', scmIpSecurityRestrictions: [ { action: 'Allow', priority: 100, ipAddress: '198.51.100.0/24' } ] } }"
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

# An internal environment lets nobody in from outside of its virtual network.
deny contains finding if {
	app_service_access.scm == "unknown"
	app_service_access.elsewhere
	finding := {
		"message": "the app runs in an App Service Environment that the inventory does not have: whether its load balancer is internal is not known",
		"pointer": "/properties/hostingEnvironmentProfile/id",
		"unknown": true,
	}
}

# Lists of sites leave the properties null.
deny contains finding if {
	app_service_access.scm == "unknown"
	not app_service_access.elsewhere
	finding := {
		"message": app_service.not_known("scmIpSecurityRestrictions"),
		"pointer": app_service.site_config_pointer,
		"unknown": true,
	}
}
