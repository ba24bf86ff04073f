package onus.lockdown.aws.load_balancer.web_acl_test

import data.onus.lockdown.aws.load_balancer.web_acl

arn := "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0123456789abcdef"

balancer(kind, properties, children, types) := {
	"id": arn,
	"type": kind,
	"properties": properties,
	"raw": {"resourceId": arn},
	"related": {"children": object.union(
		{"AWS::WAFv2::WebACLAssociation": [], "AWS::WAFv2::WebACL": [], "aws_wafv2_web_acl_association": []},
		children,
	)},
	"coverage": {"types": types},
	"unresolved": [],
}

cfn := "AWS::ElasticLoadBalancingV2::LoadBalancer"

acl(relationships) := {"id": "acl", "type": "AWS::WAFv2::WebACL", "properties": {}, "raw": {"relationships": relationships}}

test_balancer_without_an_association_denies if {
	web_acl.deny == {{
		"message": "no web ACL is associated with the load balancer",
		"pointer": "/properties",
	}} with input as balancer(cfn, {"Scheme": "internet-facing"}, {}, [cfn, "AWS::WAFv2::WebACLAssociation"])
}

test_terraform_balancer_without_an_association_denies if {
	[object.get(finding, "unknown", false) | some finding in web_acl.deny] == [false] with input as balancer("aws_lb", {}, {}, ["aws_lb", "aws_wafv2_web_acl_association"])
}

test_association_allows if {
	count(web_acl.deny) == 0 with input as balancer(cfn, {}, {"AWS::WAFv2::WebACLAssociation": [{"id": "WebAclAssociation"}]}, [cfn, "AWS::WAFv2::WebACLAssociation"])
	count(web_acl.deny) == 0 with input as balancer("aws_lb", {}, {"aws_wafv2_web_acl_association": [{"id": "a"}]}, ["aws_lb", "aws_wafv2_web_acl_association"])
}

test_not_collected_is_unknown if {
	[finding.unknown | some finding in web_acl.deny] == [true] with input as balancer(cfn, {"scheme": "internet-facing"}, {}, [cfn])
	[finding.unknown | some finding in web_acl.deny] == [true] with input as balancer(cfn, {}, {}, [cfn, "AWS::WAFRegional::WebACLAssociation"])
}

test_relation_of_aws_config_allows if {
	related := {"AWS::WAFv2::WebACL": [acl([{"resourceType": cfn, "resourceId": arn}])]}
	count(web_acl.deny) == 0 with input as balancer(cfn, {"scheme": "internet-facing", "type": "application"}, related, [cfn, "AWS::WAFv2::WebACL"])
}

test_web_acl_that_is_related_to_something_else_is_unknown if {
	other := {"AWS::WAFv2::WebACL": [acl([{"resourceType": cfn, "resourceId": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/other/1"}])]}
	[finding.unknown | some finding in web_acl.deny] == [true] with input as balancer(cfn, {}, other, [cfn, "AWS::WAFv2::WebACL"])
	[finding.unknown | some finding in web_acl.deny] == [true] with input as balancer(cfn, {}, {"AWS::WAFv2::WebACL": [acl(null)]}, [cfn])
}

test_internet_facing_application_balancers_are_asked if {
	web_acl.applies with input as balancer(cfn, {}, {}, [])
	web_acl.applies with input as balancer(cfn, {"Type": "application", "Scheme": null}, {}, [])
	web_acl.applies with input as balancer("aws_lb", {"internal": false, "load_balancer_type": "application"}, {}, [])
	web_acl.applies with input as balancer("aws_lb", {"internal": "false"}, {}, [])
	web_acl.applies with input as balancer("aws_lb", {"internal": "yes"}, {}, [])
	web_acl.applies with input as balancer(cfn, {"Scheme": "Internal", "Type": ["network"]}, {}, [])
}

test_internal_and_network_balancers_are_not_asked if {
	not web_acl.applies with input as balancer(cfn, {"Scheme": "internal"}, {}, [])
	not web_acl.applies with input as balancer(cfn, {"scheme": "internal", "type": "application"}, {}, [])
	not web_acl.applies with input as balancer(cfn, {"Type": "network"}, {}, [])
	not web_acl.applies with input as balancer(cfn, {"type": "gateway"}, {}, [])
	not web_acl.applies with input as balancer("aws_lb", {"load_balancer_type": "network"}, {}, [])
	not web_acl.applies with input as balancer("aws_lb", {"internal": true}, {}, [])
	not web_acl.applies with input as balancer("aws_lb", {"internal": "true"}, {}, [])
}
