# METADATA
# title: Key vaults are closed to networks that no rule names
# description: With an open firewall, a leaked key, token or role assignment is enough to reach the secrets from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/key-vault/general/network-security
# custom:
#   id: AZ-KV-004
#   severity: high
#   layer: network.controls
#   resources: [microsoft.keyvault/vaults, azurerm_key_vault]
#   needs: []
#   remediation:
#     summary: Deny by default and name the networks that may connect, or disable public network access.
#     az: az keyvault update --resource-group {group} --name {name} --default-action Deny --subscription {subscription}
#     terraform: network_acls { default_action = "Deny" }
#     arm: "properties: { networkAcls: { defaultAction: 'Deny' } }"
#     variants:
#       range:
#         pointer: "{/properties/networkAcls/ipRules,/properties/networkAcls/ipRules/**,/properties/network_acls/*/ip_rules,/properties/network_acls/*/ip_rules/**}"
#         arm: "properties: { networkAcls: { ipRules: [ { value: '198.51.100.7' } ] } }"
#         az: az keyvault network-rule remove --resource-group {group} --name {name} --ip-address RANGE --subscription {subscription}
#         terraform: network_acls { ip_rules = ["198.51.100.7"] }
#   frameworks: {mcsb: [NS-2, DP-8]}
package onus.lockdown.azure.key_vault.network_access

import data.onus.lib.azure.key_vault
import data.onus.lib.azure.perimeter

deny contains finding if {
	not key_vault.public_network_access_off
	not perimeter.secured(key_vault.public_network_access.value)
	key_vault.default_action.value != "Deny"
	finding := {
		"message": "networks that no rule names are let in",
		"pointer": key_vault.default_action.pointer,
		"expected": "Deny",
	}
}

# Address rules that add up to the internet undo a default of Deny.
deny contains finding if {
	not key_vault.public_network_access_off
	not perimeter.secured(key_vault.public_network_access.value)
	some pointer in key_vault.wide_rules
	finding := {
		"message": "an address rule lets in a large part of the internet",
		"pointer": pointer,
	}
}

deny contains finding if {
	perimeter.secured(key_vault.public_network_access.value)
	finding := perimeter.finding(key_vault.public_network_access, "Disabled")
}
