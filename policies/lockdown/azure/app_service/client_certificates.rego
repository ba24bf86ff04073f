# METADATA
# title: Web and function apps that ask for client certificates require them
# description: An app that takes certificates, but lets callers without one in, or excludes all of its paths, is open to everybody unless its code looks at them. Apps that don't ask for certificates are not meant.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/app-service-web-configure-tls-mutual-auth
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites
# custom:
#   id: AZ-APP-009
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
#     summary: Require the certificates, for all paths.
#     az: az resource update --ids {id} --set properties.clientCertMode=Required
#     terraform: client_certificate_mode = "Required"
#     arm: "properties: { clientCertMode: 'Required' }"
#     variants:
#       paths:
#         pointer: "{/properties/clientCertExclusionPaths,/properties/client_certificate_exclusion_paths}"
#         arm: "properties: { clientCertExclusionPaths: '' }"
#         az: az resource update --ids {id} --set properties.clientCertExclusionPaths=""
#         terraform: client_certificate_exclusion_paths = ""
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.app_service.client_certificates

import data.onus.lib.azure.app_service

deny contains finding if {
	app_service.client_certificates.value != false
	app_service.client_certificate_mode.value != null
	app_service.client_certificate_mode.value != "Required"
	finding := {
		"message": "callers without a client certificate are let in",
		"pointer": app_service.client_certificate_mode.pointer,
		"expected": "Required",
	}
}

deny contains finding if {
	app_service.client_certificates.value != false
	app_service.client_certificate_mode.value == null
	finding := {
		"message": "whether client certificates are required is not known: `clientCertMode` is not set",
		"pointer": app_service.client_certificate_mode.pointer,
		"expected": "Required",
		"unknown": true,
	}
}

deny contains finding if {
	app_service.client_certificates.value != false
	everything_excluded
	finding := {
		"message": "no path of the app asks for a client certificate",
		"pointer": app_service.client_certificate_exclusions.pointer,
	}
}

everything_excluded if not is_string(app_service.client_certificate_exclusions.value)

everything_excluded if {
	is_string(app_service.client_certificate_exclusions.value)
	some path in regex.split(`[;,]`, app_service.client_certificate_exclusions.value)
	trim_space(path) in {"/", "/*"}
}
