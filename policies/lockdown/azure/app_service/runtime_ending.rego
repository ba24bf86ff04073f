# METADATA
# title: Web and function apps leave a version of their language half a year before its support ends
# description: Moving to another version takes tests and time, and after the end there are no security fixes.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/language-support-policy
# - ref: https://learn.microsoft.com/azure/azure-functions/supported-languages
# - ref: https://learn.microsoft.com/azure/azure-functions/language-support-policy
# custom:
#   id: AZ-APP-007
#   severity: low
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
#     summary: Plan the move to a later version of the language.
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
package onus.lockdown.azure.app_service.runtime_ending

import data.onus.lib.application.lifecycle
import data.onus.lib.azure.app_service_runtimes

# An app whose runtimes have all ended is denied once, by AZ-APP-006.
default applies := true

applies := false if {
	count(app_service_runtimes.declared) > 0
	every runtime in app_service_runtimes.declared { ended(runtime) }
}

ended(runtime) if {
	some day in runtime.end
	lifecycle.ended(day)
}

deny contains finding if {
	some runtime in app_service_runtimes.declared
	some day in runtime.end
	lifecycle.soon(day)
	finding := {
		"message": sprintf("support of `%s` ends on %s", [runtime.written, day]),
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

# Ends of support are moved: an old list doesn't tell what comes soon.
deny contains finding if {
	count(app_service_runtimes.declared) > 0
	lifecycle.stale(app_service_runtimes.checked)
	finding := {
		"message": sprintf("the list of runtimes was checked on %s, more than a year ago", [app_service_runtimes.checked]),
		"pointer": "/properties",
		"unknown": true,
	}
}
