# METADATA
# title: Service Bus namespaces accept Microsoft Entra identities only
# description: A shared access key sends and receives messages for whoever holds it, and no log ties it to a person.
# related_resources:
# - ref: https://learn.microsoft.com/azure/service-bus-messaging/disable-local-authentication
# custom:
#   id: AZ-SB-001
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.servicebus/namespaces, azurerm_servicebus_namespace]
#   needs: []
#   remediation:
#     summary: Grant data-plane roles to the identities that use the namespace, then disable local authentication.
#     az: az servicebus namespace update --resource-group {group} --name {name} --disable-local-auth true --subscription {subscription}
#     terraform: local_auth_enabled = false
#     arm: "properties: { disableLocalAuth: true }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.service_bus.local_auth

import data.onus.lib.azure.service_bus

deny contains finding if {
	service_bus.local_auth.value != service_bus.local_auth.expected
	finding := {
		"message": "shared access keys are accepted",
		"pointer": service_bus.local_auth.pointer,
		"expected": service_bus.local_auth.expected,
	}
}
