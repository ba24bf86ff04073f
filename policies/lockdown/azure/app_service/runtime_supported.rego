# METADATA
# title: Web and function apps run on a supported version of their language
# description: A version whose support has ended gets no security fixes any more, though the platform lets it run on.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/language-support-policy
# - ref: https://learn.microsoft.com/azure/azure-functions/supported-languages
# - ref: https://learn.microsoft.com/azure/azure-functions/language-support-policy
# custom:
#   id: AZ-APP-006
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
#     summary: Move the app to a later version of its language.
#     az: az webapp config set --resource-group {group} --name {name} --linux-fx-version "LANGUAGE|VERSION" --subscription {subscription}
#     terraform: |-
#       site_config {
#         application_stack { {property} = "VERSION" }
#       }
#     arm: "properties: { siteConfig: { linuxFxVersion: 'LANGUAGE|VERSION' } }"
#     variants:
#       slot:
#         resources: microsoft.web/sites/slots
#         az: az webapp config set --resource-group {group} --name {parent} --slot {name} --linux-fx-version "LANGUAGE|VERSION" --subscription {subscription}
#       flex:
#         pointer: "/properties/functionAppConfig/**"
#         arm: "properties: { functionAppConfig: { runtime: { version: 'VERSION' } } }"
#         az: az resource update --ids {id} --set properties.functionAppConfig.runtime.version=VERSION
#   frameworks: {mcsb: [PV-6]}
package onus.lockdown.azure.app_service.runtime_supported

import data.onus.lib.application.lifecycle
import data.onus.lib.azure.app_service_runtimes

deny contains finding if {
	some runtime in app_service_runtimes.declared
	some day in runtime.end
	lifecycle.ended(day)
	finding := {
		"message": sprintf("support of `%s` ended on %s", [runtime.written, day]),
		"pointer": runtime.pointer,
	}
}

deny contains finding if {
	some runtime in app_service_runtimes.declared
	runtime.end == []
	finding := {
		"message": sprintf("until when `%s` is supported is not known here", [runtime.written]),
		"pointer": runtime.pointer,
		"unknown": true,
	}
}

# Apps on Windows keep their language in settings that lists don't have.
deny contains finding if {
	count(app_service_runtimes.declared) == 0
	finding := {
		"message": app_service_runtimes.not_named,
		"pointer": "/properties",
		"unknown": true,
	}
}
