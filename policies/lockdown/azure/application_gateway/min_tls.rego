# METADATA
# title: Application gateways ask for TLS 1.2 or later on every listener
# description: TLS 1.0 and 1.1 have known weaknesses that let an attacker on the way read or change requests.
# related_resources:
# - ref: https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview
# custom:
#   id: AZ-AGW-002
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.network/applicationgateways, azurerm_application_gateway]
#   needs: []
#   remediation:
#     summary: Choose the predefined TLS policy AppGwSslPolicy20220101 or stricter, for the gateway and in every SSL profile.
#     az: az network application-gateway ssl-policy set --resource-group {group} --gateway-name {name} --policy-type Predefined --name AppGwSslPolicy20220101 --subscription {subscription}
#     terraform: |-
#       ssl_policy {
#         policy_type = "Predefined"
#         policy_name = "AppGwSslPolicy20220101"
#       }
#     arm: "properties: { sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101', minProtocolVersion: null } }"
#     variants:
#       profile:
#         pointer: "{/properties/sslProfiles,/properties/sslProfiles/**,/properties/ssl_profile,/properties/ssl_profile/**}"
#         arm: "properties: { sslProfiles: [ { properties: { sslPolicy: { policyType: 'Predefined', policyName: 'AppGwSslPolicy20220101', minProtocolVersion: null } } } ] }"
#         az: az network application-gateway ssl-profile update --resource-group {group} --gateway-name {name} --name {item} --policy-type Predefined --policy-name AppGwSslPolicy20220101 --subscription {subscription}
#         terraform: |-
#           ssl_profile {
#             ssl_policy {
#               policy_type = "Predefined"
#               policy_name = "AppGwSslPolicy20220101"
#             }
#           }
#   frameworks: {mcsb: [DP-3]}
package onus.lockdown.azure.application_gateway.min_tls

import data.onus.lib.azure.application_gateway

deny contains finding if {
	application_gateway.tls_policy != null
	not strict(application_gateway.tls_policy)
	finding := {
		"message": "TLS versions below 1.2 are accepted",
		"pointer": application_gateway.tls_policy.pointer,
	}
}

deny contains finding if {
	some policy in application_gateway.profile_tls_policies
	not strict(policy)
	finding := {
		"message": "TLS versions below 1.2 are accepted by the listeners of an SSL profile",
		"pointer": policy.pointer,
	}
}

deny contains finding if {
	application_gateway.tls_policy == null
	finding := {
		"message": "no TLS policy is set, and the default depends on the API version that the gateway was written with, which was not collected: set a policy",
		"pointer": "/properties",
		"unknown": true,
	}
}

# A predefined policy by its name; it may repeat the version that it stands for.
strict(policy) if {
	policy.name in {"AppGwSslPolicy20170401S", "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S"}
	policy.minimum in {null, "", "TLSv1_2", "TLSv1_3"}
}

# A custom policy by its lowest version.
strict(policy) if {
	policy.name in {null, ""}
	policy.minimum in {"TLSv1_2", "TLSv1_3"}
}

# The older form, a list of what is switched off.
strict(policy) if {
	policy.name in {null, ""}
	policy.minimum in {null, ""}
	is_array(policy.disabled)
	"TLSv1_0" in policy.disabled
	"TLSv1_1" in policy.disabled
}
