# METADATA
# title: Rules of web application firewall policies
# description: |
#   Which rules of a policy are in effect, for the policies of Application Gateway and of
#   Front Door, whatever the shape of the source (ARM or azurerm). Custom rules come
#   before managed ones, in the order of their priority, and the first that allows or
#   blocks ends it.
# related_resources:
# - ref: https://learn.microsoft.com/azure/web-application-firewall/ag/custom-waf-rules-overview
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-custom-rules
# - ref: https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/applicationgatewaywebapplicationfirewallpolicies
# - ref: https://learn.microsoft.com/azure/templates/microsoft.network/frontdoorwebapplicationfirewallpolicies
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/web_application_firewall_policy
# - ref: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_firewall_policy
package onus.lib.azure.waf_rules

import data.onus.lib.azure.address_range
import data.onus.lib.azure.waf_rule_groups

# Managed rule sets: where, and what they do as a whole; only Front Door's have that.
rule_sets contains {"pointer": pointer, "action_pointer": sprintf("%s/ruleSetAction", [pointer]), "action": action, "groups": groups} if {
	is_array(input.properties.managedRules.managedRuleSets)
	some i, rule_set in input.properties.managedRules.managedRuleSets
	pointer := sprintf("/properties/managedRules/managedRuleSets/%d", [i])
	action := object.get(rule_set, "ruleSetAction", null)
	groups := [{"pointer": sprintf("%s/ruleGroupOverrides/%d", [pointer, j]), "name": group.ruleGroupName, "all": waf_rule_groups.whole(object.get(group, "rules", null))} |
		some j, group in elements(object.get(rule_set, "ruleGroupOverrides", []))
	]
}

rule_sets contains {"pointer": pointer, "action_pointer": pointer, "action": null, "groups": groups} if {
	is_array(input.properties.managed_rules[0].managed_rule_set)
	some i, rule_set in input.properties.managed_rules[0].managed_rule_set
	pointer := sprintf("/properties/managed_rules/0/managed_rule_set/%d", [i])
	groups := [{"pointer": sprintf("%s/rule_group_override/%d", [pointer, j]), "name": group.rule_group_name, "all": waf_rule_groups.whole(object.get(group, "rule", null))} |
		some j, group in elements(object.get(rule_set, "rule_group_override", []))
	]
}

rule_sets contains {"pointer": pointer, "action_pointer": sprintf("%s/action", [pointer]), "action": action, "groups": groups} if {
	is_array(input.properties.managed_rule)
	some i, rule_set in input.properties.managed_rule
	pointer := sprintf("/properties/managed_rule/%d", [i])
	action := object.get(rule_set, "action", null)
	groups := [{"pointer": sprintf("%s/override/%d", [pointer, j]), "name": group.rule_group_name, "all": waf_rule_groups.whole(object.get(group, "rule", null))} |
		some j, group in elements(object.get(rule_set, "override", []))
	]
}

# Rule sets that let pass, or only log, what they find.
passive contains {"pointer": rule_set.action_pointer, "action": rule_set.action} if {
	some rule_set in rule_sets
	is_string(rule_set.action)
	lower(rule_set.action) in {"log", "allow"}
}

# Groups against the main attacks that are off.
disabled_groups contains {"pointer": group.pointer, "name": group.name} if {
	some rule_set in rule_sets
	some group in rule_set.groups
	group.all
	waf_rule_groups.main(group.name)
}

# Custom rules that are on: where, what they do and when.

custom_rules contains {
	"pointer": sprintf("/properties/customRules/%d", [i]),
	"action": lower(rule.action),
	"priority": object.get(rule, "priority", null),
	"conditions": [condition(given.operator, object.get(given, "negationConditon", false), object.get(given, "matchValues", []), [v.variableName | v := given.matchVariables[_]]) | given := rule.matchConditions[_]],
} if {
	is_array(input.properties.customRules)
	some i, rule in input.properties.customRules
	not off(object.get(rule, "state", true))
	is_string(rule.action)
}

custom_rules contains {
	"pointer": sprintf("/properties/customRules/rules/%d", [i]),
	"action": lower(rule.action),
	"priority": object.get(rule, "priority", null),
	"conditions": [condition(given.operator, object.get(given, "negateCondition", false), object.get(given, "matchValue", []), [given.matchVariable]) | given := rule.matchConditions[_]],
} if {
	is_array(input.properties.customRules.rules)
	some i, rule in input.properties.customRules.rules
	not off(object.get(rule, "enabledState", true))
	is_string(rule.action)
}

custom_rules contains {
	"pointer": sprintf("/properties/custom_rules/%d", [i]),
	"action": lower(rule.action),
	"priority": object.get(rule, "priority", null),
	"conditions": [condition(given.operator, object.get(given, "negation_condition", false), object.get(given, "match_values", []), [v.variable_name | v := given.match_variables[_]]) | given := rule.match_conditions[_]],
} if {
	is_array(input.properties.custom_rules)
	some i, rule in input.properties.custom_rules
	not off(object.get(rule, "enabled", true))
	is_string(rule.action)
}

custom_rules contains {
	"pointer": sprintf("/properties/custom_rule/%d", [i]),
	"action": lower(rule.action),
	"priority": object.get(rule, "priority", null),
	"conditions": [condition(given.operator, object.get(given, "negation_condition", false), object.get(given, "match_values", []), [given.match_variable]) | given := rule.match_condition[_]],
} if {
	is_array(input.properties.custom_rule)
	some i, rule in input.properties.custom_rule
	not off(object.get(rule, "enabled", true))
	is_string(rule.action)
}

# elements(list): nothing where there is no list.
elements(list) := list if {
	is_array(list)
} else := []

off(value) if value == false

off(value) if {
	is_string(value)
	lower(value) == "disabled"
}

condition(operator, negated, values, variables) := {
	"operator": lower(sprintf("%v", [operator])),
	"negated": negated,
	"values": values,
	"variables": variables,
}

# Custom rules that let every request pass: each of their conditions always holds, and no
# rule that blocks comes before. One that blocks some addresses only leaves all others.
passing contains rule.pointer if {
	some rule in custom_rules
	rule.action == "allow"
	count(rule.conditions) > 0
	count([true | some given in rule.conditions; not always(given)]) == 0
	count([true | some other in custom_rules; other.action in stopping; before(other, rule); not narrow(other)]) == 0
}

# narrow(rule): it is about addresses that are no large part of the internet.
narrow(rule) if {
	some given in rule.conditions
	given.operator == "ipmatch"
	not given.negated in {true, "true"}
	not always(given)
	not address_range.wide(spans(given))
}

stopping := {"block", "captcha", "jschallenge", "redirect"}

before(one, other) if {
	is_number(one.priority)
	is_number(other.priority)
	one.priority < other.priority
}

# always(given): the condition holds for every request, or nearly every one. Each request
# has an address, and a path that begins with a slash.
always(given) if {
	not given.negated in {true, "true"}
	given.operator == "any"
}

always(given) if {
	not given.negated in {true, "true"}
	given.operator == "ipmatch"
	some value in elements(given.values)
	value in {"0.0.0.0/0", "*"}
}

always(given) if {
	not given.negated in {true, "true"}
	given.operator == "ipmatch"
	not address_range.wide(address_range.rest([0, 4294967295], spans(given)))
}

# Everybody but some addresses.
always(given) if {
	given.negated in {true, "true"}
	given.operator == "ipmatch"
	is_array(given.values)
	not address_range.wide(spans(given))
	count({"0.0.0.0/0", "*"} & {value | some value in given.values}) == 0
}

always(given) if {
	not given.negated in {true, "true"}
	given.operator == "regex"
	count(given.variables) > 0
	count({variable | some variable in given.variables} - {"RemoteAddr", "RequestMethod", "RequestUri", "SocketAddr"}) == 0
	some value in elements(given.values)
	is_string(value)
	regex.match(`^\^?/?(\.[*+])?\$?$`, value)
	not value in {"^$", "$", "/$", "^/$"}
}

always(given) if {
	not given.negated in {true, "true"}
	given.operator in {"beginswith", "contains"}
	given.variables == ["RequestUri"]
	some value in elements(given.values)
	value in {"/", ""}
}

# spans(given): the IPv4 ranges of a condition.
spans(given) := [range |
	some value in elements(given.values)
	is_string(value)
	range := address_range.span(trim_space(value))
]

# Whether any rule may block: a managed rule set that does more than log, or a custom rule.
blocks if {
	some rule_set in rule_sets
	not rule_set.action in {"Log", "log", "Allow", "allow"}
}

blocks if {
	some rule in custom_rules
	rule.action in stopping
}

# Whether the rules of the policy are given, even if there are none. In a template or a
# plan for Front Door, where rules are optional, absent ones are none.
stated if {
	input.phase in {"planned", "template"}
	input.type in {
		"microsoft.network/frontdoorwebapplicationfirewallpolicies",
		"azurerm_cdn_frontdoor_firewall_policy",
		"azurerm_frontdoor_firewall_policy",
	}
}

stated if is_array(input.properties.managedRules.managedRuleSets)

stated if is_array(input.properties.managed_rules[0].managed_rule_set)

stated if is_array(input.properties.managed_rule)
