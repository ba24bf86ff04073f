# METADATA
# title: Application load balancers that face the internet have a web ACL
# description: Without a web application firewall in front, known attacks on web applications, such as SQL injection, pass to the targets. Load balancers of connections, and internal ones, are not meant.
# related_resources:
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html
# - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html
# custom:
#   id: AWS-ELB-001
#   severity: medium
#   layer: network.controls
#   resources: ["AWS::ElasticLoadBalancingV2::LoadBalancer", aws_lb, aws_alb]
#   needs: ["children.AWS::WAFv2::WebACLAssociation", "children.AWS::WAFv2::WebACL", children.aws_wafv2_web_acl_association]
#   remediation:
#     summary: Associate a web ACL of the load balancer's region with it.
#     aws: aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn LOAD_BALANCER_ARN --region {region}
#     terraform: |-
#       resource "aws_wafv2_web_acl_association" "example" {
#         resource_arn = aws_lb.example.arn
#         web_acl_arn = aws_wafv2_web_acl.example.arn
#       }
#     collect: aws wafv2 get-web-acl-for-resource --resource-arn LOAD_BALANCER_ARN --region {region}
#     cloudformation: "Type: AWS::WAFv2::WebACLAssociation, Properties: { WebACLArn: !GetAtt WEB_ACL.Arn, ResourceArn: !Ref LOAD_BALANCER }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.aws.load_balancer.web_acl

import data.onus.lib.aws.load_balancer
import data.onus.lib.aws.web_acl

default applies := true

applies := false if load_balancer.kind.value in {"network", "gateway"}

applies := false if load_balancer.internal

deny contains finding if {
	not web_acl.associated
	web_acl.collected
	finding := {
		"message": "no web ACL is associated with the load balancer",
		"pointer": "/properties",
	}
}

deny contains finding if {
	not web_acl.associated
	not web_acl.collected
	finding := {
		"message": "the inventory does not have the web ACL association of the load balancer, so whether one guards it is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
