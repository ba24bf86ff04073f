# METADATA
# title: API Management services have a managed identity
# description: Without one, the gateway reaches key vaults and backends with secrets that it must store, and that leak and expire.
# related_resources:
# - ref: https://learn.microsoft.com/azure/api-management/api-management-howto-use-managed-service-identity
# custom:
#   id: AZ-APIM-002
#   severity: medium
#   layer: identity.users
#   resources: [microsoft.apimanagement/service, azurerm_api_management]
#   needs: []
#   remediation:
#     summary: Assign a managed identity, and use it for certificates and backends.
#     az: az apim update --resource-group {group} --name {name} --enable-managed-identity true --subscription {subscription}
#     terraform: identity { type = "SystemAssigned" }
#     arm: "identity: { type: 'SystemAssigned' }"
#   frameworks: {mcsb: [IM-3]}
package onus.lockdown.azure.api_management.managed_identity

import data.onus.lib.azure.api_management

deny contains finding if {
	not api_management.identity_type.value in {"SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned", "SystemAssigned,UserAssigned"}
	finding := {
		"message": "there is no managed identity",
		"pointer": api_management.identity_type.pointer,
	}
}
