# METADATA
# title: What a web ACL does with requests
# description: |
#   The actions of a web ACL and of its rules, as CloudFormation and the aws provider of
#   Terraform have them. AWS Config records no rules.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl
package onus.lib.aws.web_acl_rules

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

# Rule groups block unless an override makes them count.
blocking contains sprintf("/properties/Rules/%d", [i]) if {
	is_array(input.properties.Rules)
	some i, rule in input.properties.Rules
	is_object(rule.OverrideAction.None)
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

# Rules may stand where they are not read: AWS Config has none, Terraform also takes
# them as JSON, or attaches rule groups from outside.
elsewhere if {
	input.type == "AWS::WAFv2::WebACL"
	object.get(input, ["properties", "DefaultAction"], null) == null
}

elsewhere if not object.get(input, ["properties", "rule_json"], null) in {null, ""}

elsewhere if count(relation.children("aws_wafv2_web_acl_rule_group_association")) > 0

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
