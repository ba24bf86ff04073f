# METADATA
# title: Container apps redirect plain HTTP to HTTPS
# description: Requests over plain HTTP, with their cookies and tokens, can be read or changed on the way.
# related_resources:
# - ref: https://learn.microsoft.com/azure/container-apps/ingress-how-to
# - ref: https://learn.microsoft.com/azure/templates/microsoft.app/containerapps
# custom:
#   id: AZ-ACA-001
#   severity: high
#   layer: network.controls
#   resources: [microsoft.app/containerapps, azurerm_container_app]
#   needs: []
#   remediation:
#     summary: Turn insecure connections off.
#     az: az containerapp ingress update --resource-group {group} --name {name} --allow-insecure false --subscription {subscription}
#     terraform: ingress { allow_insecure_connections = false }
#     arm: "properties: { configuration: { ingress: { allowInsecure: false } } }"
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.container_apps.https_only

import data.onus.lib.azure.container_apps

deny contains finding if {
	container_apps.allow_insecure.value != null
	container_apps.allow_insecure.value != false
	finding := {
		"message": "plain HTTP is accepted",
		"pointer": container_apps.allow_insecure.pointer,
		"expected": false,
	}
}

deny contains finding if {
	container_apps.allow_insecure.value == null
	finding := {
		"message": "the app's ingress was not collected",
		"pointer": container_apps.allow_insecure.pointer,
		"expected": false,
		"unknown": true,
	}
}

deny contains finding if {
	some pointer in container_apps.tcp_ports
	finding := {
		"message": "the ingress passes TCP on as it is, so whether the app takes plain HTTP there is not known",
		"pointer": pointer,
		"unknown": true,
	}
}
