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
