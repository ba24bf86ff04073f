# METADATA
# title: CloudFront distributions have a web ACL
# description: Without a web application firewall in front, known attacks on web applications, such as SQL injection, pass to the origins. A distribution of files that hold nothing to attack needs a waiver that says so.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html
# - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/classic-waf-chapter.html
# custom:
#   id: AWS-CLOUDFRONT-001
#   severity: medium
#   layer: network.controls
#   resources: ["AWS::CloudFront::Distribution", aws_cloudfront_distribution]
#   needs: []
#   remediation:
#     summary: Name a web ACL of the global scope in the distribution's configuration.
#     aws: aws cloudfront associate-distribution-web-acl --id DISTRIBUTION_ID --web-acl-arn WEB_ACL_ARN
#     terraform: web_acl_id = aws_wafv2_web_acl.example.arn
#     cloudformation: "Properties: { DistributionConfig: { WebACLId: WEB_ACL_ARN } }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.aws.cloudfront.web_acl

import data.onus.lib.aws.cloudfront
import data.onus.lib.aws.web_acl

default applies := true

applies := false if cloudfront.off

deny contains finding if {
	cloudfront.web_acl.value == ""
	finding := {
		"message": "the distribution has no web ACL",
		"pointer": cloudfront.web_acl.pointer,
	}
}

# Web ACLs of AWS WAF Classic have a plain id. Its support ended on 2025-09-30.
deny contains finding if {
	cloudfront.web_acl.value != ""
	not web_acl.modern(cloudfront.web_acl.value)
	finding := {
		"message": "this is no web ACL of AWS WAF, or one of AWS WAF Classic, whose support has ended",
		"pointer": cloudfront.web_acl.pointer,
		"expected": "the ARN of a web ACL",
	}
}
