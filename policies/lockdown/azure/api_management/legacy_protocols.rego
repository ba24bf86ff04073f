# METADATA
# title: API Management gateways speak no protocol older than TLS 1.2
# description: SSL 3.0, TLS 1.0 and TLS 1.1 have known weaknesses that let an attacker on the way read or change calls, from clients and to backends.
# related_resources:
# - ref: https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers
# - ref: https://learn.microsoft.com/rest/api/apimanagement/api-management-service/create-or-update
# custom:
#   id: AZ-APIM-001
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.apimanagement/service, azurerm_api_management]
#   needs: []
#   remediation:
#     summary: Turn the legacy protocols off, on the client side and on the backend side.
#     az: az rest --method patch --url {id}?api-version=2022-08-01 --body '{"properties":{"customProperties":{"Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Ssl30":"False","Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10":"False","Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11":"False","Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30":"False","Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10":"False","Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11":"False"}}}'
#     terraform: |-
#       security {
#         frontend_ssl30_enabled = false
#         frontend_tls10_enabled = false
#         frontend_tls11_enabled = false
#         backend_ssl30_enabled = false
#         backend_tls10_enabled = false
#         backend_tls11_enabled = false
#       }
#     arm: "properties: { customProperties: { 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Ssl30': 'False', 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10': 'False', 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11': 'False', 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30': 'False', 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10': 'False', 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11': 'False' } }"
#     variants:
#       azurerm-3:
#         pointer: "/properties/security/*/enable_*"
#         terraform: |-
#           security {
#             enable_frontend_ssl30 = false
#             enable_frontend_tls10 = false
#             enable_frontend_tls11 = false
#             enable_backend_ssl30 = false
#             enable_backend_tls10 = false
#             enable_backend_tls11 = false
#           }
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.api_management.legacy_protocols

import data.onus.lib.azure.api_management

deny contains finding if {
	some setting in api_management.protocols
	not off(setting.value)
	finding := {
		"message": sprintf("%s is accepted on the %s side", [setting.protocol, setting.side]),
		"pointer": setting.pointer,
		"expected": setting.expected,
	}
}

# A service from before the change of defaults keeps on what it does not turn off.
deny contains finding if {
	api_management.protocols_default_on
	api_management.arm_protocols_set < 6
	finding := {
		"message": "legacy protocols that are not turned off are on, as the service was created before April 2018",
		"pointer": api_management.custom_properties_pointer,
	}
}

# ARM has the values as text, in either case.
off(value) if value == false

off(value) if {
	is_string(value)
	lower(value) == "false"
}
