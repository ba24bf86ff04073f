# METADATA
# title: Web and function apps take no publishing password
# description: With the publishing name and password, which do not expire and ask for no second factor, anybody deploys code by FTP or to the SCM site.
# related_resources:
# - ref: https://learn.microsoft.com/azure/app-service/configure-basic-auth-disable
# - ref: https://learn.microsoft.com/azure/templates/microsoft.web/sites/basicpublishingcredentialspolicies-ftp
# custom:
#   id: AZ-APP-010
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
#   needs:
#     - children.microsoft.web/sites/basicpublishingcredentialspolicies
#     - children.microsoft.web/sites/slots/basicpublishingcredentialspolicies
#   remediation:
#     summary: Turn basic authentication off for FTP and for SCM. Where the settings were not collected, save what `az rest` prints and give onus both files.
#     az: az resource update --ids {id}/basicPublishingCredentialsPolicies/ftp {id}/basicPublishingCredentialsPolicies/scm --set properties.allow=false
#     collect: az rest --url https://management.azure.com{id}/basicPublishingCredentialsPolicies --url-parameters api-version=2023-12-01
#     terraform: |-
#       webdeploy_publish_basic_authentication_enabled = false
#       ftp_publish_basic_authentication_enabled = false
#     arm: "type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies', name: 'ftp', properties: { allow: false }"
#     variants:
#       collected:
#         pointer: "/related/children/**"
#         az: az resource update --ids {child} --set properties.allow=false
#         arm: "properties: { allow: false }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.app_service.basic_publishing

import data.onus.lib.azure.publishing

deny contains finding if {
	some way, fact in publishing.ways
	fact.value != true
	finding := {
		"message": sprintf("%s takes the publishing password", [way]),
		"pointer": fact.pointer,
		"expected": false,
	}
}

# Exports of Resource Graph do not hold these settings.
deny contains finding if {
	not publishing.azurerm
	some way in ["ftp", "scm"]
	not publishing.ways[way]
	finding := {
		"message": publishing.not_known(way),
		"pointer": "/properties",
		"unknown": true,
	}
}
