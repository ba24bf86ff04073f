# METADATA
# title: Web and function apps ask for TLS 1.2 or later
# description: TLS 1.0 and 1.1 have known weaknesses that let an attacker on the way read or change requests.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/overview-tls
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-web
# custom:
#   id: AZ-APP-002
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
#     - azurerm_function_app_flex_consumption
#   needs: []
#   remediation:
#     summary: Set the minimum inbound TLS version of the app and of its deployment site to 1.2.
#     az: az resource update --ids {id}/config/web --set properties.minTlsVersion=1.2 properties.scmMinTlsVersion=1.2 --force-string
#     terraform: site_config { minimum_tls_version = "1.2" }
#     arm: "properties: { siteConfig: { minTlsVersion: '1.2' } }"
#     variants:
#       deployment-site:
#         pointer: "{/properties/siteConfig/scmMinTlsVersion,/properties/site_config/*/scm_minimum_tls_version}"
#         arm: "properties: { siteConfig: { scmMinTlsVersion: '1.2' } }"
#         az: az resource update --ids {id}/config/web --set properties.scmMinTlsVersion=1.2 --force-string
#         terraform: site_config { scm_minimum_tls_version = "1.2" }
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.app_service.min_tls

import data.onus.lib.azure.app_service

deny contains finding if {
	app_service.min_tls_version.value != null
	not app_service.min_tls_version.value in {"1.2", "1.3"}
	finding := {
		"message": "TLS versions below 1.2 are accepted",
		"pointer": app_service.min_tls_version.pointer,
		"expected": "1.2",
	}
}

deny contains finding if {
	app_service.scm_min_tls_version.value != null
	not app_service.scm_min_tls_version.value in {"1.2", "1.3"}
	finding := {
		"message": "the deployment site accepts TLS versions below 1.2",
		"pointer": app_service.scm_min_tls_version.pointer,
		"expected": "1.2",
	}
}

# Lists of sites leave the property null, and what holds then depends on when and
# how the app was created.
deny contains finding if {
	app_service.min_tls_version.value == null
	finding := {
		"message": app_service.not_known("minTlsVersion"),
		"pointer": app_service.min_tls_version.pointer,
		"expected": "1.2",
		"unknown": true,
	}
}
