# METADATA
# title: Container apps let no site of the world call them from a browser
# description: With `*` among the allowed origins, the scripts of any page read the app's answers.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-apps/cors
# - ref: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps
# custom:
#   id: AZ-ACA-002
#   severity: medium
#   layer: application
#   resources: [microsoft.app/containerapps, azurerm_container_app]
#   needs: []
#   remediation:
#     summary: Name the sites that may call the app, in place of `*`.
#     az: az containerapp ingress cors update --resource-group {group} --name {name} --allowed-origins https://www.example.com --subscription {subscription}
#     terraform: |-
#       ingress {
#         cors { allowed_origins = ["https://www.example.com"] }
#       }
#     arm: "properties: { configuration: { ingress: { corsPolicy: { allowedOrigins: [ 'https://www.example.com' ] } } } }"
#   frameworks: {mcsb: [PV-2]}
package onus.lockdown.azure.container_apps.cors

import data.onus.lib.azure.container_apps

deny contains finding if {
	is_array(container_apps.cors_origins.value)
	some origin in container_apps.cors_origins.value
	not named(origin)
	finding := {
		"message": "every site may call the app from a browser",
		"pointer": container_apps.cors_origins.pointer,
	}
}

deny contains finding if {
	container_apps.cors_origins.value != null
	not is_array(container_apps.cors_origins.value)
	finding := {
		"message": "the allowed origins are not a list",
		"pointer": container_apps.cors_origins.pointer,
	}
}

deny contains finding if {
	container_apps.cors_origins.value == null
	finding := {
		"message": "the app's ingress was not collected",
		"pointer": container_apps.cors_origins.pointer,
		"unknown": true,
	}
}

named(origin) if {
	is_string(origin)
	trim_space(origin) != ""
	not trim_space(origin) in {"*", "http://*", "https://*", "null"}
}
