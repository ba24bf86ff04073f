# METADATA
# title: Exclusions of web application firewall policies
# description: |
#   An exclusion takes fields of a request out of the inspection. With the operator
#   EqualsAny it takes out all of them. Exclusions of single rules or groups are not
#   looked at.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-waf-configuration
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-exclusion
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/web_application_firewall_policy
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_firewall_policy
package onus.lib.azure.waf_exclusions

# Where the arguments of requests are, in a query or a body.
arguments := {
	"querystringargnames",
	"requestargkeys",
	"requestargnames",
	"requestargvalues",
	"requestbodyjsonargnames",
	"requestbodypostargnames",
}

# Exclusions of all arguments from all rules: where, and which.
of_all_arguments contains {"pointer": sprintf("/properties/managedRules/exclusions/%d", [i]), "variable": exclusion.matchVariable} if {
	is_array(input.properties.managedRules.exclusions)
	some i, exclusion in input.properties.managedRules.exclusions
	every_argument(exclusion.matchVariable, exclusion.selectorMatchOperator)
	object.get(exclusion, "exclusionManagedRuleSets", null) in {null, []}
}

of_all_arguments contains {"pointer": sprintf("/properties/managedRules/managedRuleSets/%d/exclusions/%d", [i, j]), "variable": exclusion.matchVariable} if {
	is_array(input.properties.managedRules.managedRuleSets)
	some i, rule_set in input.properties.managedRules.managedRuleSets
	is_array(rule_set.exclusions)
	some j, exclusion in rule_set.exclusions
	every_argument(exclusion.matchVariable, exclusion.selectorMatchOperator)
}

of_all_arguments contains {"pointer": sprintf("/properties/managed_rules/0/exclusion/%d", [i]), "variable": exclusion.match_variable} if {
	is_array(input.properties.managed_rules[0].exclusion)
	some i, exclusion in input.properties.managed_rules[0].exclusion
	every_argument(exclusion.match_variable, exclusion.selector_match_operator)
	object.get(exclusion, "excluded_rule_set", null) in {null, []}
}

of_all_arguments contains {"pointer": sprintf("/properties/managed_rule/%d/exclusion/%d", [i, j]), "variable": exclusion.match_variable} if {
	is_array(input.properties.managed_rule)
	some i, rule_set in input.properties.managed_rule
	is_array(rule_set.exclusion)
	some j, exclusion in rule_set.exclusion
	every_argument(exclusion.match_variable, exclusion.operator)
}

every_argument(variable, operator) if {
	is_string(variable)
	is_string(operator)
	lower(variable) in arguments
	lower(operator) == "equalsany"
}
