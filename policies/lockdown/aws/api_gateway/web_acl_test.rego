package onus.lockdown.aws.api_gateway.web_acl_test

import data.onus.lockdown.aws.api_gateway.web_acl

arn := "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/web/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"

stage(kind, properties, related, types) := {
	"id": "stage",
	"type": kind,
	"properties": properties,
	"raw": {},
	"related": object.union(
		{
			"rest_api": [],
			"rest_api_id": [],
			"RestApiId": [],
			"children": {"AWS::WAFv2::WebACLAssociation": [], "AWS::WAFv2::WebACL": [], "aws_wafv2_web_acl_association": []},
		},
		related,
	),
	"coverage": {"types": types},
	"unresolved": [],
}

cfn := "AWS::ApiGateway::Stage"

both := [cfn, "AWS::WAFv2::WebACLAssociation"]

associated := {"children": {"AWS::WAFv2::WebACLAssociation": [{"id": "a"}]}}

test_stage_of_a_template_without_an_association_denies if {
	web_acl.deny == {{
		"message": "no web ACL is associated with the stage",
		"pointer": "/properties",
	}} with input as stage(cfn, {"StageName": "live"}, {}, both)
}

test_association_allows if {
	count(web_acl.deny) == 0 with input as stage(cfn, {"StageName": "live"}, associated, both)
	count(web_acl.deny) == 0 with input as stage("aws_api_gateway_stage", {}, {"children": {"aws_wafv2_web_acl_association": [{"id": "a"}]}}, [])
}

test_not_collected_is_unknown if {
	[finding.unknown | some finding in web_acl.deny] == [true] with input as stage(cfn, {"StageName": "live"}, {}, [cfn])
	[finding.unknown | some finding in web_acl.deny] == [true] with input as stage("aws_api_gateway_stage", {"stage_name": "live"}, {}, ["aws_api_gateway_stage"])
}

test_stage_that_aws_config_records_without_a_web_acl_denies if {
	[finding.message | some finding in web_acl.deny] == ["the stage has no web ACL"] with input as stage(cfn, {"stageName": "live"}, {}, [cfn])
	[finding.message | some finding in web_acl.deny] == ["the stage has no web ACL"] with input as stage(cfn, {"stageName": "live", "webAclArn": null}, {}, [cfn])
	[finding.message | some finding in web_acl.deny] == ["the stage has no web ACL"] with input as stage(cfn, {"stageName": "live", "webAclArn": ""}, {}, [cfn])
}

test_recorded_web_acl_allows if {
	count(web_acl.deny) == 0 with input as stage(cfn, {"stageName": "live", "webAclArn": arn}, {}, [cfn])
}

test_web_acl_of_waf_classic_denies if {
	classic := "arn:aws:waf-regional:eu-west-1:111122223333:webacl/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
	[finding.pointer | some finding in web_acl.deny] == ["/properties/webAclArn"] with input as stage(cfn, {"stageName": "live", "webAclArn": classic}, {}, [cfn])
	[finding.pointer | some finding in web_acl.deny] == ["/properties/webAclArn"] with input as stage(cfn, {"stageName": "live", "webAclArn": [arn]}, {}, [cfn])
}

test_stages_of_private_apis_are_not_asked if {
	not web_acl.applies with input as stage(cfn, {}, {"RestApiId": [{"id": "a", "properties": {"EndpointConfiguration": {"Types": ["PRIVATE"]}}}]}, both)
	not web_acl.applies with input as stage(cfn, {}, {"rest_api": [{"id": "a", "properties": {"endpointConfiguration": {"types": ["PRIVATE"]}}}]}, both)
	not web_acl.applies with input as stage("aws_api_gateway_stage", {}, {"rest_api_id": [{"id": "a", "properties": {"endpoint_configuration": [{"types": ["PRIVATE"]}]}}]}, both)
}

test_other_stages_are_asked if {
	web_acl.applies with input as stage(cfn, {}, {}, both)
	web_acl.applies with input as stage(cfn, {}, {"RestApiId": [{"id": "a", "properties": {}}]}, both)
	web_acl.applies with input as stage(cfn, {}, {"RestApiId": [{"id": "a", "properties": {"EndpointConfiguration": {"Types": ["REGIONAL", "PRIVATE"]}}}]}, both)
}

terraform_stage(web_acl_arn) := state_of({"stage_name": "live", "web_acl_arn": web_acl_arn}, {})

state_of(values, related) := object.union(stage("aws_api_gateway_stage", values, related, ["aws_api_gateway_stage"]), {"raw": {"values": values}})

test_web_acl_that_a_state_records if {
	count(web_acl.deny) == 0 with input as terraform_stage(arn)
	count(web_acl.deny) == 0 with input as terraform_stage(replace(arn, "eu-west-1", "us-east-1"))
	[finding.message | some finding in web_acl.deny] == ["the stage has no web ACL"] with input as terraform_stage("")
	[finding.unknown | some finding in web_acl.deny] == [true] with input as terraform_stage(null)
	every other in ["arn:aws:waf-regional:eu-west-1:111122223333:webacl/a1b2c3d4", "none", " ", [arn]] {
		[finding.pointer | some finding in web_acl.deny] == ["/properties/web_acl_arn"] with input as terraform_stage(other)
	}
}

test_association_beside_an_empty_web_acl_allows if {
	count(web_acl.deny) == 0 with input as state_of({"web_acl_arn": ""}, {"children": {"aws_wafv2_web_acl_association": [{"id": "a"}]}})
}

test_raw_state_has_it_among_its_attributes if {
	raw := {"raw": {"attributes": {"web_acl_arn": arn}}}
	count(web_acl.deny) == 0 with input as object.union(stage("aws_api_gateway_stage", {"web_acl_arn": arn}, {}, []), raw)
}
