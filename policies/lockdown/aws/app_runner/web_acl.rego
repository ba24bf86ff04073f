# METADATA
# title: App Runner services that the internet reaches have a web ACL
# description: Without a web application firewall in front, known attacks on web applications, such as SQL injection, pass to the service. Services that only the VPC reaches are not meant.
# related_resources:
# - ref: https://docs.aws.amazon.com/apprunner/latest/dg/waf.html
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html
# custom:
#   id: AWS-APPRUNNER-002
#   severity: medium
#   layer: network.controls
#   resources: ["AWS::AppRunner::Service", aws_apprunner_service]
#   needs: ["children.AWS::WAFv2::WebACLAssociation", "children.AWS::WAFv2::WebACL", children.aws_wafv2_web_acl_association]
#   remediation:
#     summary: Associate a web ACL of the service's region with it.
#     aws: aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn SERVICE_ARN --region {region}
#     terraform: |-
#       resource "aws_wafv2_web_acl_association" "example" {
#         resource_arn = aws_apprunner_service.example.arn
#         web_acl_arn = aws_wafv2_web_acl.example.arn
#       }
#     collect: aws wafv2 get-web-acl-for-resource --resource-arn SERVICE_ARN --region {region}
#     cloudformation: "Type: AWS::WAFv2::WebACLAssociation, Properties: { WebACLArn: !GetAtt WEB_ACL.Arn, ResourceArn: !GetAtt SERVICE.ServiceArn }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.aws.app_runner.web_acl

import data.onus.lib.aws.app_runner
import data.onus.lib.aws.web_acl

default applies := true

applies := false if app_runner.public.value == false

deny contains finding if {
	not web_acl.associated
	web_acl.collected
	finding := {
		"message": "no web ACL is associated with the service",
		"pointer": "/properties",
	}
}

deny contains finding if {
	not web_acl.associated
	not web_acl.collected
	finding := {
		"message": "the inventory does not have the web ACL association of the service, so whether one guards it is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
