# METADATA
# title: Web application firewall policies are on and block attacks
# description: A policy that is off or in detection mode lets attacks pass to the application. So does one without rules, or whose rules only log, are off for the main attacks, or come after a rule that lets everything pass, and one that does not look into the bodies or arguments of requests.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/policy-overview
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-policy-settings
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-custom-rules
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-waf-request-size-limits
# custom:
#   id: AZ-WAF-001
#   severity: medium
#   layer: network.controls
#   resources:
#     - microsoft.network/applicationgatewaywebapplicationfirewallpolicies
#     - microsoft.network/frontdoorwebapplicationfirewallpolicies
#     - azurerm_web_application_firewall_policy
#     - azurerm_cdn_frontdoor_firewall_policy
#     - azurerm_frontdoor_firewall_policy
#   needs: []
#   remediation:
#     summary: Enable the policy and set its mode to Prevention.
#     az: az resource update --ids {id} --set properties.policySettings.state=Enabled properties.policySettings.mode=Prevention
#     terraform: |-
#       policy_settings {
#         enabled = true
#         mode = "Prevention"
#       }
#     arm: "properties: { policySettings: { state: 'Enabled', mode: 'Prevention' } }"
#     variants:
#       front-door:
#         resources: "{microsoft.network/frontdoorwebapplicationfirewallpolicies,azurerm_cdn_frontdoor_firewall_policy,azurerm_frontdoor_firewall_policy}"
#         az: az resource update --ids {id} --set properties.policySettings.enabledState=Enabled properties.policySettings.mode=Prevention
#         arm: "properties: { policySettings: { enabledState: 'Enabled', mode: 'Prevention' } }"
#         terraform: |-
#           enabled = true
#           mode = "Prevention"
#       front-door-body:
#         resources: "{microsoft.network/frontdoorwebapplicationfirewallpolicies,azurerm_cdn_frontdoor_firewall_policy,azurerm_frontdoor_firewall_policy}"
#         pointer: "{/properties/policySettings/requestBodyCheck,/properties/request_body_check_enabled}"
#         summary: Let the policy inspect the bodies of requests.
#         az: az resource update --ids {id} --set properties.policySettings.requestBodyCheck=Enabled
#         arm: "properties: { policySettings: { requestBodyCheck: 'Enabled' } }"
#         terraform: request_body_check_enabled = true
#       gateway-body:
#         resources: "{microsoft.network/applicationgatewaywebapplicationfirewallpolicies,azurerm_web_application_firewall_policy}"
#         pointer: "{/properties/policySettings/requestBodyCheck,/properties/policy_settings/0/request_body_check}"
#         summary: Let the policy inspect the bodies of requests.
#         az: az resource update --ids {id} --set properties.policySettings.requestBodyCheck=true
#         arm: "properties: { policySettings: { requestBodyCheck: true } }"
#         terraform: policy_settings { request_body_check = true }
#       rule-groups:
#         pointer: "{/properties/managedRules/managedRuleSets/*/ruleGroupOverrides/**,/properties/managed_rules/**/rule_group_override/**,/properties/managed_rule/*/override/**}"
#         summary: Turn the rules of the group on again.
#         az: az resource update --ids {id} --set properties.managedRules.managedRuleSets[INDEX].ruleGroupOverrides=[]
#         arm: "properties: { managedRules: { managedRuleSets: [ { ruleGroupOverrides: [] } ] } }"
#         terraform: "# take the override of the rule group out"
#       rule-set-action:
#         pointer: "{/properties/managedRules/managedRuleSets/*/ruleSetAction,/properties/managed_rule/*/action}"
#         summary: Let the managed rules block.
#         az: az resource update --ids {id} --set properties.managedRules.managedRuleSets[INDEX].ruleSetAction=Block
#         arm: "properties: { managedRules: { managedRuleSets: [ { ruleSetAction: 'Block' } ] } }"
#         terraform: managed_rule { action = "Block" }
#       rule-custom-gateway:
#         resources: "{microsoft.network/applicationgatewaywebapplicationfirewallpolicies,azurerm_web_application_firewall_policy}"
#         pointer: "{/properties/customRules/**,/properties/custom_rules/**}"
#         summary: Turn the rule off, or narrow it to the requests that it is meant for.
#         az: az resource update --ids {id} --set properties.customRules[INDEX].state=Disabled
#         arm: "properties: { customRules: [ { state: 'Disabled' } ] }"
#         terraform: custom_rules { enabled = false }
#       rule-custom-front-door:
#         resources: "{microsoft.network/frontdoorwebapplicationfirewallpolicies,azurerm_cdn_frontdoor_firewall_policy,azurerm_frontdoor_firewall_policy}"
#         pointer: "{/properties/customRules/**,/properties/custom_rule/**}"
#         summary: Turn the rule off, or narrow it to the requests that it is meant for.
#         az: az resource update --ids {id} --set properties.customRules.rules[INDEX].enabledState=Disabled
#         arm: "properties: { customRules: { rules: [ { enabledState: 'Disabled' } ] } }"
#         terraform: custom_rule { enabled = false }
#       without-exclusions-front-door:
#         resources: "{microsoft.network/frontdoorwebapplicationfirewallpolicies,azurerm_cdn_frontdoor_firewall_policy,azurerm_frontdoor_firewall_policy}"
#         pointer: "{/properties/managedRules/managedRuleSets/*/exclusions/*,/properties/managed_rule/*/exclusion/*}"
#         summary: Exclude single arguments, and from single rules, instead of all.
#         az: az resource update --ids {id} --set properties.managedRules.managedRuleSets[INDEX].exclusions=[]
#         arm: "properties: { managedRules: { managedRuleSets: [ { exclusions: [] } ] } }"
#         terraform: "# take the exclusion out of managed_rule"
#       without-exclusions-gateway:
#         resources: "{microsoft.network/applicationgatewaywebapplicationfirewallpolicies,azurerm_web_application_firewall_policy}"
#         pointer: "{/properties/managedRules/exclusions/*,/properties/managed_rules/0/exclusion/*}"
#         summary: Exclude single arguments, and from single rules, instead of all.
#         az: az resource update --ids {id} --set properties.managedRules.exclusions=[]
#         arm: "properties: { managedRules: { exclusions: [] } }"
#         terraform: "# take the exclusion out of managed_rules"
#       without-rules-gateway:
#         resources: "{microsoft.network/applicationgatewaywebapplicationfirewallpolicies,azurerm_web_application_firewall_policy}"
#         pointer: "/properties"
#         summary: Enable the policy, set its mode to Prevention, and give it managed rules.
#         az: az resource update --ids {id} --set properties.policySettings.state=Enabled properties.policySettings.mode=Prevention properties.managedRules.managedRuleSets='[{"ruleSetType":"OWASP","ruleSetVersion":"3.2"}]'
#         arm: "properties: { policySettings: { state: 'Enabled', mode: 'Prevention' }, managedRules: { managedRuleSets: [ { ruleSetType: 'OWASP', ruleSetVersion: '3.2' } ] } }"
#         terraform: |-
#           policy_settings {
#             enabled = true
#             mode = "Prevention"
#           }
#           managed_rules {
#             managed_rule_set {
#               type = "OWASP"
#               version = "3.2"
#             }
#           }
#       without-rules-front-door:
#         resources: "{microsoft.network/frontdoorwebapplicationfirewallpolicies,azurerm_cdn_frontdoor_firewall_policy,azurerm_frontdoor_firewall_policy}"
#         pointer: "/properties"
#         summary: Enable the policy, set its mode to Prevention, and give it managed rules.
#         az: az resource update --ids {id} --set properties.policySettings.enabledState=Enabled properties.policySettings.mode=Prevention properties.managedRules.managedRuleSets='[{"ruleSetType":"Microsoft_DefaultRuleSet","ruleSetVersion":"2.1","ruleSetAction":"Block"}]'
#         arm: "properties: { policySettings: { enabledState: 'Enabled', mode: 'Prevention' }, managedRules: { managedRuleSets: [ { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' } ] } }"
#         terraform: |-
#           enabled = true
#           mode = "Prevention"
#           managed_rule {
#             type = "Microsoft_DefaultRuleSet"
#             version = "2.1"
#             action = "Block"
#           }
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.azure.waf.prevention_mode

import data.onus.lib.azure.waf
import data.onus.lib.azure.waf_exclusions
import data.onus.lib.azure.waf_rules

deny contains finding if {
	waf.enabled.value != waf.enabled.expected
	finding := {
		"message": "the policy is off",
		"pointer": waf.enabled.pointer,
		"expected": waf.enabled.expected,
	}
}

deny contains finding if {
	waf.mode.value != "Prevention"
	finding := {
		"message": "attacks are logged, not blocked",
		"pointer": waf.mode.pointer,
		"expected": "Prevention",
	}
}

# Form fields and uploads are in the body.
deny contains finding if {
	body := waf.body_inspection
	body.value != body.expected
	finding := {
		"message": "bodies of requests are not inspected, so attacks in them pass",
		"pointer": body.pointer,
		"expected": body.expected,
	}
}

deny contains finding if {
	some exclusion in waf_exclusions.of_all_arguments
	finding := {
		"message": sprintf("all of `%s` is excluded from the managed rules, so attacks in arguments pass", [exclusion.variable]),
		"pointer": exclusion.pointer,
	}
}

deny contains finding if {
	some rule_set in waf_rules.passive
	finding := {
		"message": sprintf("the action of the managed rules is `%s`, which blocks nothing", [rule_set.action]),
		"pointer": rule_set.pointer,
		"expected": "Block",
	}
}

deny contains finding if {
	some group in waf_rules.disabled_groups
	finding := {
		"message": sprintf("all rules of the group `%s` are off", [group.name]),
		"pointer": group.pointer,
	}
}

deny contains finding if {
	some pointer in waf_rules.passing
	finding := {
		"message": "this custom rule lets every request pass before a rule can block it",
		"pointer": pointer,
	}
}

# Where a rule set only logs, that is what is wrong.
deny contains finding if {
	waf_rules.stated
	not waf_rules.blocks
	count(waf_rules.passive) == 0
	finding := {
		"message": "no rule of the policy blocks anything",
		"pointer": "/properties",
	}
}
