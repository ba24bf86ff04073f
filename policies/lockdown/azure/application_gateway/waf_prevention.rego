# METADATA
# title: The firewall configuration of an application gateway blocks attacks
# description: In detection mode the firewall logs an attack and lets it pass. It does not even see attacks with rules that are off, or in bodies that it does not inspect.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview
# custom:
#   id: AZ-AGW-003
#   severity: medium
#   layer: network.controls
#   resources: [microsoft.network/applicationgateways, azurerm_application_gateway]
#   needs: []
#   remediation:
#     summary: Set the firewall mode to Prevention, or attach a web application firewall policy in that mode.
#     az: az network application-gateway waf-config set --resource-group {group} --gateway-name {name} --enabled true --firewall-mode Prevention --rule-set-version 3.2 --subscription {subscription}
#     terraform: waf_configuration { firewall_mode = "Prevention" }
#     arm: "properties: { webApplicationFirewallConfiguration: { enabled: true, firewallMode: 'Prevention' } }"
#     variants:
#       body:
#         pointer: "{/properties/webApplicationFirewallConfiguration/requestBodyCheck,/properties/waf_configuration/0/request_body_check}"
#         summary: Let the firewall inspect the bodies of requests.
#         arm: "properties: { webApplicationFirewallConfiguration: { requestBodyCheck: true } }"
#         az: az resource update --ids {id} --set properties.webApplicationFirewallConfiguration.requestBodyCheck=true
#         terraform: waf_configuration { request_body_check = true }
#       groups:
#         pointer: "{/properties/webApplicationFirewallConfiguration/disabledRuleGroups/**,/properties/waf_configuration/*/disabled_rule_group/**}"
#         arm: "properties: { webApplicationFirewallConfiguration: { disabledRuleGroups: [] } }"
#         az: az resource update --ids {id} --set properties.webApplicationFirewallConfiguration.disabledRuleGroups=[]
#         terraform: "# take the block disabled_rule_group out of waf_configuration"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.azure.application_gateway.waf_prevention

import data.onus.lib.azure.application_gateway

# A firewall policy takes the place of the gateway's own configuration, for the gateway or
# for each listener, and has a control of its own; a gateway without a firewall is the
# matter of another one.
applies if {
	not application_gateway.has_firewall_policy
	not application_gateway.every_listener_guarded
	application_gateway.waf_enabled.value != false
}

deny contains finding if {
	application_gateway.waf_mode.value != "Prevention"
	finding := {
		"message": "attacks are logged, not blocked",
		"pointer": application_gateway.waf_mode.pointer,
		"expected": "Prevention",
	}
}

# Form fields and uploads are in the body.
deny contains finding if {
	application_gateway.waf_body_inspection.value != true
	finding := {
		"message": "bodies of requests are not inspected, so attacks in them pass",
		"pointer": application_gateway.waf_body_inspection.pointer,
		"expected": true,
	}
}

deny contains finding if {
	some group in application_gateway.disabled_groups
	finding := {
		"message": sprintf("all rules of the group `%s` are off", [group.name]),
		"pointer": group.pointer,
	}
}
