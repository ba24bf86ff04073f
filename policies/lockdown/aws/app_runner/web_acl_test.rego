package onus.lockdown.aws.app_runner.web_acl_test

import data.onus.lockdown.aws.app_runner.web_acl

service(properties, children, types) := {
	"id": "service",
	"type": "aws_apprunner_service",
	"properties": properties,
	"raw": {},
	"related": {"children": children},
	"coverage": {"types": types},
	"unresolved": [],
}

none := {"AWS::WAFv2::WebACLAssociation": [], "AWS::WAFv2::WebACL": [], "aws_wafv2_web_acl_association": []}

test_service_without_an_association_denies if {
	web_acl.deny == {{
		"message": "no web ACL is associated with the service",
		"pointer": "/properties",
	}} with input as service({}, none, ["aws_wafv2_web_acl_association"])
}

test_association_allows if {
	count(web_acl.deny) == 0 with input as service({}, object.union(none, {"aws_wafv2_web_acl_association": [{"id": "a"}]}), ["aws_wafv2_web_acl_association"])
	count(web_acl.deny) == 0 with input as service({}, object.union(none, {"AWS::WAFv2::WebACLAssociation": [{"id": "a"}]}), [])
}

test_not_collected_is_unknown if {
	[finding.unknown | some finding in web_acl.deny] == [true] with input as service({}, none, ["aws_apprunner_service"])
}

test_service_of_the_vpc_is_not_asked if {
	private := {"network_configuration": [{"ingress_configuration": [{"is_publicly_accessible": false}]}]}
	not web_acl.applies with input as service(private, none, [])
	not web_acl.applies with input as service({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": false}}}, none, [])
	not web_acl.applies with input as service({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": "false"}}}, none, [])
}

test_public_service_is_asked if {
	web_acl.applies with input as service({}, none, [])
	web_acl.applies with input as service({"NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": "true"}}}, none, [])
}
