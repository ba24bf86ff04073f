# METADATA
# title: Storage accounts are closed to networks that no rule names
# description: With an open firewall, a leaked key, token or role assignment is enough to reach the data from anywhere.
# related_resources:
# - ref: https://learn.microsoft.com/azure/storage/common/storage-network-security
# custom:
#   id: AZ-STORAGE-005
#   severity: high
#   layer: network.controls
#   resources:
#   - microsoft.storage/storageaccounts
#   - azurerm_storage_account
#   - azurerm_storage_account_network_rules
#   needs: [network_rules, storage_account_id]
#   remediation:
#     summary: Deny by default and name the networks that may connect, or disable public network access.
#     az: az storage account update --ids {id} --default-action Deny
#     terraform: network_rules { default_action = "Deny" }
#     arm: "properties: { networkAcls: { defaultAction: 'Deny' } }"
#     variants:
#       range:
#         pointer: "{/properties/networkAcls/ipRules,/properties/networkAcls/ipRules/**,/properties/network_rules/*/ip_rules,/properties/network_rules/*/ip_rules/**}"
#         arm: "properties: { networkAcls: { ipRules: [ { value: '198.51.100.7' } ] } }"
#         az: az storage account network-rule remove --resource-group {group} --account-name {name} --ip-address RANGE --subscription {subscription}
#         terraform: network_rules { ip_rules = ["198.51.100.7"] }
#       rules:
#         resources: azurerm_storage_account_network_rules
#         terraform: default_action = "Deny"
#       rules-account:
#         pointer: "/related/storage_account_id/**"
#         terraform: |-
#           # in the account
#           network_rules { default_action = "Deny" }
#       rules-range:
#         pointer: "{/properties/ip_rules,/properties/ip_rules/**}"
#         terraform: ip_rules = ["198.51.100.7"]
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.azure.storage.network_access

import data.onus.lib.azure.perimeter
import data.onus.lib.azure.storage

# Each set of rules is decided where it stands.
default applies := true

applies := false if storage.ruled_elsewhere

deny contains finding if {
	not storage.public_network_access_off
	not perimeter.secured(storage.public_network_access.value)
	storage.default_action.value != "Deny"
	finding := {
		"message": "networks that no rule names are let in",
		"pointer": storage.default_action.pointer,
		"expected": "Deny",
	}
}

deny contains finding if {
	not storage.public_network_access_off
	not perimeter.secured(storage.public_network_access.value)
	some inner in storage.inner_default_actions
	inner.value != "Deny"
	finding := {
		"message": "the account's own network rules let in networks that no rule names; set rules in one place, and refresh the state",
		"pointer": inner.pointer,
		"expected": "Deny",
	}
}

# Address rules that add up to the internet undo a default of Deny.
deny contains finding if {
	not storage.public_network_access_off
	not perimeter.secured(storage.public_network_access.value)
	some pointer in storage.wide_rules
	finding := {
		"message": "an address rule lets in a large part of the internet",
		"pointer": pointer,
	}
}

deny contains finding if {
	perimeter.secured(storage.public_network_access.value)
	finding := perimeter.finding(storage.public_network_access, "Disabled")
}
