package onus.lockdown.aws.cloudfront.web_acl_test

import data.onus.lockdown.aws.cloudfront.web_acl

arn := "arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"

pointers(properties) := {finding.pointer | some finding in web_acl.deny with input as {"properties": properties}}

test_empty_web_acl_denies if {
	web_acl.deny == {{
		"message": "the distribution has no web ACL",
		"pointer": "/properties/DistributionConfig/WebACLId",
	}} with input as {"type": "AWS::CloudFront::Distribution", "properties": {"DistributionConfig": {"Enabled": true, "WebACLId": ""}}}
}

test_absent_and_null_deny if {
	pointers({"DistributionConfig": {"Enabled": true}}) == {"/properties"}
	pointers({"DistributionConfig": {"WebACLId": null}}) == {"/properties"}
	pointers({}) == {"/properties"}
}

test_config_and_terraform_deny if {
	pointers({"distributionConfig": {"enabled": true, "webACLId": ""}}) == {"/properties/distributionConfig/webACLId"}
	pointers({"enabled": true, "web_acl_id": ""}) == {"/properties/web_acl_id"}
	pointers({"enabled": true, "web_acl_id": null}) == {"/properties"}
}

test_web_acl_allows if {
	pointers({"DistributionConfig": {"WebACLId": arn}}) == set()
	pointers({"distributionConfig": {"webACLId": arn}}) == set()
	pointers({"web_acl_id": arn}) == set()
	pointers({"web_acl_id": replace(arn, "arn:aws:", "arn:aws-cn:")}) == set()
}

test_web_acl_of_waf_classic_denies if {
	pointers({"web_acl_id": "473e64fd-f30b-4765-81a0-62ad96dd167a"}) == {"/properties/web_acl_id"}
	pointers({"web_acl_id": "arn:aws:waf::111122223333:webacl/473e64fd-f30b-4765-81a0-62ad96dd167a"}) == {"/properties/web_acl_id"}
}

test_other_spelling_and_type_deny if {
	pointers({"web_acl_id": "none"}) == {"/properties/web_acl_id"}
	pointers({"web_acl_id": " "}) == {"/properties/web_acl_id"}
	pointers({"web_acl_id": [arn]}) == {"/properties/web_acl_id"}
	pointers({"web_acl_id": "arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/web/1"}) == {"/properties/web_acl_id"}
}

test_distribution_that_is_off_is_not_asked if {
	not web_acl.applies with input as {"properties": {"DistributionConfig": {"Enabled": false}}}
	not web_acl.applies with input as {"properties": {"distributionConfig": {"enabled": false}}}
	not web_acl.applies with input as {"properties": {"enabled": false}}
	not web_acl.applies with input as {"properties": {"DistributionConfig": {"Enabled": "false"}}}
	not web_acl.applies with input as {"properties": {"DistributionConfig": {"Enabled": "FALSE"}}}
}

test_others_are_asked if {
	web_acl.applies with input as {"properties": {"DistributionConfig": {"Enabled": true}}}
	web_acl.applies with input as {"properties": {"DistributionConfig": {"Enabled": "true"}}}
	web_acl.applies with input as {"properties": {"DistributionConfig": {"Enabled": "no"}}}
	web_acl.applies with input as {"properties": {}}
}
