package onus.lockdown.aws.waf.blocking_test

import data.onus.lockdown.aws.waf.blocking

cfn(properties) := {[finding.pointer, object.get(finding, "unknown", false)] |
	some finding in blocking.deny with input as {
		"type": "AWS::WAFv2::WebACL",
		"properties": properties,
		"related": {"children": {"aws_wafv2_web_acl_rule_group_association": []}},
	}
}

terraform(properties) := {[finding.pointer, object.get(finding, "unknown", false)] |
	some finding in blocking.deny with input as {
		"type": "aws_wafv2_web_acl",
		"properties": properties,
		"related": {"children": {"aws_wafv2_web_acl_rule_group_association": []}},
	}
}

allow := {"Allow": {}}

test_web_acl_without_rules_denies if {
	cfn({"DefaultAction": allow}) == {["/properties", false]}
	cfn({"DefaultAction": allow, "Rules": []}) == {["/properties", false]}
	cfn({"DefaultAction": allow, "Rules": null}) == {["/properties", false]}
	terraform({"default_action": [{"allow": [{}], "block": []}], "rule": []}) == {["/properties", false]}
}

test_rules_that_count_deny if {
	cfn({"DefaultAction": allow, "Rules": [{"Action": {"Count": {}}}]}) == {["/properties", false]}
	cfn({"DefaultAction": allow, "Rules": [{"OverrideAction": {"Count": {}}}]}) == {["/properties", false], ["/properties/Rules/0/OverrideAction", false]}
	terraform({"rule": [{"action": [{"block": [], "count": [{}]}], "override_action": []}]}) == {["/properties", false]}
	terraform({"rule": [{"action": [], "override_action": [{"count": [{}], "none": []}]}]}) == {["/properties", false], ["/properties/rule/0/override_action", false]}
}

test_one_rule_group_that_counts_denies if {
	cfn({"DefaultAction": allow, "Rules": [{"OverrideAction": {"None": {}}}, {"OverrideAction": {"Count": {}}}]}) == {["/properties/Rules/1/OverrideAction", false]}
}

test_rules_that_block_allow if {
	cfn({"DefaultAction": allow, "Rules": [{"OverrideAction": {"None": {}}}]}) == set()
	cfn({"DefaultAction": allow, "Rules": [{"Action": {"Block": {}}}, {"Action": {"Count": {}}}]}) == set()
	cfn({"DefaultAction": allow, "Rules": [{"Action": {"Challenge": {}}}]}) == set()
	terraform({"rule": [{"action": [{"block": [{"custom_response": []}]}], "override_action": []}]}) == set()
	terraform({"rule": [{"action": [], "override_action": [{"count": [], "none": [{}]}]}]}) == set()
}

test_block_by_default_allows if {
	cfn({"DefaultAction": {"Block": {}}}) == set()
	terraform({"default_action": [{"allow": [], "block": [{}]}], "rule": []}) == set()
}

test_aws_config_without_rules_is_unknown if cfn({"name": "web", "defaultAction": "{}"}) == {["/properties", true]}

test_rules_as_json_are_unknown if terraform({"rule": [], "rule_json": "[]"}) == {["/properties", true]}

test_rule_groups_from_outside_are_unknown if {
	[finding.unknown | some finding in blocking.deny] == [true] with input as {
		"type": "aws_wafv2_web_acl",
		"properties": {"rule": []},
		"related": {"children": {"aws_wafv2_web_acl_rule_group_association": [{"id": "x"}]}},
	}
}

test_rules_that_are_resources_are_unknown if {
	[finding.unknown | some finding in blocking.deny] == [true] with input as {
		"type": "aws_wafv2_web_acl",
		"properties": {"rule": []},
		"related": {"children": {"aws_wafv2_web_acl_rule": [{"id": "x"}]}},
	}
}

test_other_shapes_deny if {
	cfn({"DefaultAction": allow, "Rules": "all"}) == {["/properties", false]}
	cfn({"DefaultAction": allow, "Rules": [{"Action": "Block"}]}) == {["/properties", false]}
	terraform({"rule": [{"action": "block"}]}) == {["/properties", false]}
}

test_override_of_another_shape_only_counts if {
	every count_action in ["", "x", true, [], ["x"], 7] {
		cfn({"DefaultAction": allow, "Rules": [{"Action": {"Block": {}}}, {"OverrideAction": {"Count": count_action}}]}) == cfn({"DefaultAction": allow, "Rules": [{"Action": {"Block": {}}}, {"OverrideAction": {"Count": {}}}]})
	}
}

test_blocks_of_another_shape_block_nothing if {
	terraform({"default_action": [{"block": ["x"]}], "rule": []}) == {["/properties", false]}
	terraform({"rule": [{"action": [{"block": ["x"]}]}]}) == {["/properties", false]}
}

test_rules_of_another_shape_are_unknown if {
	every properties in [
		{"default_action": [{"block": [{}]}], "rule": {}},
		{"default_action": [{"block": [{}]}], "rule": [{"override_action": {}}]},
		{"DefaultAction": {"Block": {}}, "Rules": {}},
		{"DefaultAction": {"Block": {}}, "Rules": "garbage"},
	] {
		[finding.unknown | some finding in blocking.deny] == [true] with input as {"type": "aws_wafv2_web_acl", "properties": properties}
	}
}

sqli := [
	"SQLiExtendedPatterns_BODY",
	"SQLiExtendedPatterns_QUERYARGUMENTS",
	"SQLi_BODY",
	"SQLi_COOKIE",
	"SQLi_QUERYARGUMENTS",
	"SQLi_URIPATH",
]

managed(more) := {"Name": "m", "Priority": 1, "OverrideAction": {"None": {}}, "Statement": {"ManagedRuleGroupStatement": object.union({"VendorName": "AWS", "Name": "AWSManagedRulesSQLiRuleSet"}, more)}}

overrides(names, action) := [{"Name": name, "ActionToUse": action} | some name in names]

test_group_with_every_rule_overridden_only_counts if {
	denied := {["/properties", false], ["/properties/Rules/0/Statement/ManagedRuleGroupStatement/RuleActionOverrides", false]}
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": overrides(sqli, {"Count": {}})})]}) == denied
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": overrides(sqli, {"Allow": {}})})]}) == denied
	cfn({"DefaultAction": allow, "Rules": [managed({"ExcludedRules": [{"Name": name} | some name in sqli]})]}) == denied
	more := array.concat(sqli, ["SQLiExtendedPatterns_HEADER", "SQLiExtendedPatterns_URIPATH"])
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": overrides(more, {"Count": {}})})]}) == denied
	half := array.slice(sqli, 0, 3)
	rest := array.slice(sqli, 3, 6)
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": overrides(half, {"Count": {}}), "ExcludedRules": [{"Name": name} | some name in rest]})]}) == denied
}

test_group_with_some_rules_overridden_blocks if {
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": overrides(array.slice(sqli, 0, 5), {"Count": {}})})]}) == set()
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": overrides(sqli, {"Block": {}})})]}) == set()
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": overrides(sqli, {"Captcha": {}})})]}) == set()
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": null, "ExcludedRules": []})]}) == set()
	cfn({"DefaultAction": allow, "Rules": [managed({"RuleActionOverrides": [null, {"Name": null}], "ExcludedRules": "none"})]}) == set()
	cfn({"DefaultAction": allow, "Rules": [managed({"VendorName": "Other", "RuleActionOverrides": overrides(sqli, {"Count": {}})})]}) == set()
}

test_group_beside_others_is_found if {
	cfn({"DefaultAction": allow, "Rules": [{"Priority": 0, "Action": {"Block": {}}}, managed({"RuleActionOverrides": overrides(sqli, {"Count": {}})})]}) == {["/properties/Rules/1/Statement/ManagedRuleGroupStatement/RuleActionOverrides", false]}
}

terraform_group(overridden) := {"priority": 1, "override_action": [{"none": [{}], "count": []}], "action": [], "statement": [{"managed_rule_group_statement": [{
	"vendor_name": "AWS",
	"name": "AWSManagedRulesAdminProtectionRuleSet",
	"rule_action_override": overridden,
}]}]}

test_terraform_group_with_every_rule_overridden_only_counts if {
	terraform({"rule": [terraform_group([{"name": "AdminProtection_URIPATH", "action_to_use": [{"count": [{}], "block": []}]}])]}) == {["/properties", false], ["/properties/rule/0/statement/0/managed_rule_group_statement/0/rule_action_override", false]}
	terraform({"rule": [terraform_group([{"name": "AdminProtection_URIPATH", "action_to_use": [{"block": [{}], "count": []}]}])]}) == set()
	terraform({"rule": [terraform_group([])]}) == set()
}

slash(constraint) := {"ByteMatchStatement": {"FieldToMatch": {"UriPath": {}}, "PositionalConstraint": constraint, "SearchString": "/"}}

test_rule_that_lets_everything_pass_first_denies if {
	block := {"Priority": 5, "Action": {"Block": {}}}
	cfn({"DefaultAction": allow, "Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": slash("STARTS_WITH")}, block]}) == {["/properties/Rules/0", false]}
	cfn({"DefaultAction": allow, "Rules": [block, {"Priority": 1, "Action": {"Allow": {}}, "Statement": slash("CONTAINS")}]}) == {["/properties/Rules/1", false]}
	cfn({"DefaultAction": {"Block": {}}, "Rules": [{"Priority": 1, "Action": {"Allow": {}}, "Statement": slash("CONTAINS")}]}) == {["/properties/Rules/0", false]}
	cfn({"DefaultAction": allow, "Rules": [{"Priority": "0", "Action": {"Allow": {}}, "Statement": slash("STARTS_WITH")}, {"Priority": "10", "Action": {"Block": {}}}]}) == {["/properties/Rules/0", false]}
	cfn({"DefaultAction": allow, "Rules": [{"Priority": "2", "Action": {"Allow": {}}, "Statement": {"SizeConstraintStatement": {"ComparisonOperator": "GE", "Size": "0"}}}, {"Priority": "10", "Action": {"Block": {}}}]}) == {["/properties/Rules/0", false]}
	terraform({"rule": [
		{"priority": 1, "action": [{"allow": [{}]}], "statement": [{"byte_match_statement": [{"field_to_match": [{"uri_path": [{}]}], "positional_constraint": "STARTS_WITH", "search_string": "/"}]}]},
		{"priority": 2, "action": [{"block": [{}]}]},
	]}) == {["/properties/rule/0", false]}
}

test_rule_that_lets_something_pass_allows if {
	block := {"Priority": 5, "Action": {"Block": {}}}
	cfn({"DefaultAction": allow, "Rules": [{"Priority": "10", "Action": {"Allow": {}}, "Statement": slash("STARTS_WITH")}, {"Priority": "9", "Action": {"Block": {}}}]}) == set()
	cfn({"DefaultAction": allow, "Rules": [{"Priority": 6, "Action": {"Allow": {}}, "Statement": slash("STARTS_WITH")}, block]}) == set()
	cfn({"DefaultAction": allow, "Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": slash("EXACTLY")}, block]}) == set()
	cfn({"DefaultAction": allow, "Rules": [{"Priority": 0, "Action": {"Count": {}}, "Statement": slash("STARTS_WITH")}, block]}) == set()
	cfn({"DefaultAction": allow, "Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"IPSetReferenceStatement": {"Arn": "a"}}}, block]}) == set()
	cfn({"DefaultAction": allow, "Rules": [{"Priority": 0, "Action": {"Allow": {}}, "Statement": {"SizeConstraintStatement": {"ComparisonOperator": "GE", "Size": 8192}}}, block]}) == set()
}
