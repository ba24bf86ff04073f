# METADATA
# title: Event Hubs namespaces accept Microsoft Entra identities only
# description: A shared access key sends and receives messages for whoever holds it, and no log ties it to a person.
# related_resources:
# - ref: https://learn.microsoft.com/azure/event-hubs/authenticate-shared-access-signature
# custom:
#   id: AZ-EH-001
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.eventhub/namespaces, azurerm_eventhub_namespace]
#   needs: []
#   remediation:
#     summary: Grant data-plane roles to the identities that use the namespace, then disable local authentication.
#     az: az eventhubs namespace update --resource-group {group} --name {name} --disable-local-auth true --subscription {subscription}
#     terraform: local_authentication_enabled = false
#     arm: "properties: { disableLocalAuth: true }"
#   frameworks: {mcsb: [IM-1]}
package onus.lockdown.azure.event_hubs.local_auth

import data.onus.lib.azure.event_hubs

deny contains finding if {
	event_hubs.local_auth.value != event_hubs.local_auth.expected
	finding := {
		"message": "shared access keys are accepted",
		"pointer": event_hubs.local_auth.pointer,
		"expected": event_hubs.local_auth.expected,
	}
}
