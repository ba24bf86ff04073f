# METADATA
# title: Container apps and jobs take secrets from secrets, not from values
# description: Whoever may read the app reads its settings too, and values end up in templates, states and logs. A setting counts by its name, or by what a key or a password in its value looks like; secrets that do neither are not found.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-apps/manage-secrets
# - ref: https://learn.microsoft.com/azure/container-apps/managed-identity
# custom:
#   id: AZ-ACA-003
#   severity: high
#   layer: application
#   resources: [microsoft.app/containerapps, microsoft.app/jobs, azurerm_container_app, azurerm_container_app_job]
#   needs: []
#   remediation:
#     summary: "Use a managed identity where the other side takes one; otherwise keep the value in a secret of the app that refers to a key vault, and change it, as it was readable."
#     az: az containerapp update --ids {id} --set-env-vars {item}=secretref:SECRET
#     terraform: |-
#       template {
#         container {
#           env {
#             name = "{item}"
#             secret_name = "SECRET"
#           }
#         }
#       }
#     arm: "properties: { template: { containers: [ { env: [ { name: '{item}', secretRef: 'SECRET' } ] } ] } }"
#   frameworks: {mcsb: [IM-8]}
package onus.lockdown.azure.container_apps.secret_settings

import data.onus.lib.azure.container_apps_settings

# The finding points at the resource: its value must not be printed beside it.
deny contains finding if {
	some name in container_apps_settings.exposed
	finding := {
		"message": sprintf("the variable `%s` holds a secret in clear", [name]),
		"pointer": "/id",
	}
}

deny contains finding if {
	not container_apps_settings.readable
	finding := {
		"message": "the containers of the app were not collected",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	container_apps_settings.unreadable
	finding := {
		"message": "the variables of the containers have an unexpected shape, so whether they hold secrets is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
