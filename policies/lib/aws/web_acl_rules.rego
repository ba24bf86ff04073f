# METADATA
# title: What a web ACL does with requests
# description: |
#   The actions of a web ACL and of its rules, as CloudFormation and the aws provider of
#   Terraform have them. AWS Config records no rules.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl
package onus.lib.aws.web_acl_rules

import data.onus.lib.aws.managed_rule_groups
import data.onus.lib.aws.scalar
import data.onus.lib.relation

# Whether what no rule matches is blocked.
blocks_by_default if is_object(input.properties.DefaultAction.Block)

blocks_by_default if {
	is_array(input.properties.default_action)
	some action in input.properties.default_action
	is_array(action.block)
	some block in action.block
	is_object(block)
}

# Rules that end in a block, or ask the caller to prove that he is no machine.
blocking contains sprintf("/properties/Rules/%d", [i]) if {
	is_array(input.properties.Rules)
	some i, rule in input.properties.Rules
	some verb in ["Block", "Captcha", "Challenge"]
	is_object(rule.Action[verb])
}

# Rule groups block unless an override makes them count, for the group or for each of
# its rules.
blocking contains sprintf("/properties/Rules/%d", [i]) if {
	is_array(input.properties.Rules)
	some i, rule in input.properties.Rules
	is_object(rule.OverrideAction.None)
	not cfn_overrides[sprintf("%d", [i])]
}

# Rule groups whose rules are all overridden, and where: by their number.
cfn_overrides[sprintf("%d", [i])] := "RuleActionOverrides" if {
	is_array(input.properties.Rules)
	some i, rule in input.properties.Rules
	group := rule.Statement.ManagedRuleGroupStatement
	counted := {override.Name | override := group.RuleActionOverrides[_]; passes(override.ActionToUse)}
	excluded := {given.Name | given := group.ExcludedRules[_]}
	managed_rule_groups.disarmed(group.VendorName, group.Name, counted | excluded)
}

# passes(action): what the action matches goes on.
passes(action) if is_object(action.Count)

passes(action) if is_object(action.Allow)

passes(action) if is_object(action.count[0])

passes(action) if is_object(action.allow[0])

terraform_overrides[sprintf("%d", [i])] := "rule_action_override" if {
	is_array(input.properties.rule)
	some i, rule in input.properties.rule
	group := rule.statement[0].managed_rule_group_statement[0]
	counted := {override.name | override := group.rule_action_override[_]; passes(override.action_to_use[0])}
	excluded := {given.name | given := group.excluded_rule[_]}
	managed_rule_groups.disarmed(group.vendor_name, group.name, counted | excluded)
}

blocking contains sprintf("/properties/rule/%d", [i]) if {
	is_array(input.properties.rule)
	some i, rule in input.properties.rule
	is_array(rule.action)
	some action in rule.action
	some verb in ["block", "captcha", "challenge"]
	is_array(action[verb])
	some block in action[verb]
	is_object(block)
}

blocking contains sprintf("/properties/rule/%d", [i]) if {
	is_array(input.properties.rule)
	some i, rule in input.properties.rule
	is_array(rule.override_action)
	some action in rule.override_action
	is_array(action.none)
	some block in action.none
	is_object(block)
	not terraform_overrides[sprintf("%d", [i])]
}

# Where rule groups only count: whatever stands there, it is no other action.
counting contains sprintf("/properties/Rules/%d/OverrideAction", [i]) if {
	is_array(input.properties.Rules)
	some i, rule in input.properties.Rules
	rule.OverrideAction.Count != null
}

counting contains sprintf("/properties/rule/%d/override_action", [i]) if {
	is_array(input.properties.rule)
	some i, rule in input.properties.rule
	is_array(rule.override_action)
	some action in rule.override_action
	given := action.count
	not given in [null, []]
}

counting contains sprintf("/properties/Rules/%s/Statement/ManagedRuleGroupStatement/%s", [i, place]) if {
	some i, place in cfn_overrides
}

counting contains sprintf("/properties/rule/%s/statement/0/managed_rule_group_statement/0/%s", [i, place]) if {
	some i, place in terraform_overrides
}

# A rule that lets every request pass ends the evaluation, so that nothing after it
# blocks. The usual forms: the path begins with, or contains, a slash; something has at
# least no bytes.
passing_all contains {"pointer": sprintf("/properties/Rules/%d", [i]), "priority": scalar.number(rule.Priority)} if {
	is_array(input.properties.Rules)
	some i, rule in input.properties.Rules
	is_object(rule.Action.Allow)
	matches_all(rule.Statement)
}

passing_all contains {"pointer": sprintf("/properties/rule/%d", [i]), "priority": rule.priority} if {
	is_array(input.properties.rule)
	some i, rule in input.properties.rule
	is_object(rule.action[0].allow[0])
	terraform_matches_all(rule.statement[0])
}

matches_all(statement) if {
	match := statement.ByteMatchStatement
	match.FieldToMatch.UriPath
	match.SearchString == "/"
	match.PositionalConstraint in {"STARTS_WITH", "CONTAINS"}
}

matches_all(statement) if {
	match := statement.SizeConstraintStatement
	match.ComparisonOperator == "GE"
	scalar.number(match.Size) == 0
}

terraform_matches_all(statement) if {
	match := statement.byte_match_statement[0]
	match.field_to_match[0].uri_path[0]
	match.search_string == "/"
	match.positional_constraint in {"STARTS_WITH", "CONTAINS"}
}

terraform_matches_all(statement) if {
	match := statement.size_constraint_statement[0]
	match.comparison_operator == "GE"
	match.size == 0
}

# The priorities of rules that block.
priorities contains scalar.number(rule.Priority) if {
	is_array(input.properties.Rules)
	some i, rule in input.properties.Rules
	sprintf("/properties/Rules/%d", [i]) in blocking
}

priorities contains rule.priority if {
	is_array(input.properties.rule)
	some i, rule in input.properties.rule
	sprintf("/properties/rule/%d", [i]) in blocking
}

# Where such a rule comes before every rule that blocks.
passing contains rule.pointer if {
	some rule in passing_all
	is_number(rule.priority)
	count([true | some priority in priorities; is_number(priority); priority < rule.priority]) == 0
}

# Rules may stand where they are not read: AWS Config has none, Terraform also takes
# them as JSON, or as resources of their own, or attaches rule groups from outside.
elsewhere if {
	input.type == "AWS::WAFv2::WebACL"
	object.get(input, ["properties", "DefaultAction"], null) == null
}

elsewhere if not object.get(input, ["properties", "rule_json"], null) in {null, ""}

elsewhere if count(relation.children("aws_wafv2_web_acl_rule_group_association")) > 0

elsewhere if count(relation.children("aws_wafv2_web_acl_rule")) > 0

blocks if blocks_by_default

blocks if count(blocking) > 0

# What is in the place of a list of rules, or of blocks, and is none: it may count.
unreadable contains "/properties/Rules" if {
	given := input.properties.Rules
	not is_null(given)
	not is_array(given)
}

unreadable contains "/properties/rule" if {
	given := input.properties.rule
	not is_null(given)
	not is_array(given)
}

unreadable contains sprintf("/properties/rule/%d/override_action", [i]) if {
	is_array(input.properties.rule)
	some i, rule in input.properties.rule
	given := rule.override_action
	not is_null(given)
	not is_array(given)
}
