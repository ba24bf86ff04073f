# METADATA
# title: Stages of REST APIs have a web ACL
# description: Without a web application firewall in front, known attacks on web applications, such as SQL injection, pass to the API. Stages of private APIs are not meant.
# related_resources:
# - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
# - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html
# custom:
#   id: AWS-APIGW-003
#   severity: medium
#   layer: network.controls
#   resources: ["AWS::ApiGateway::Stage", aws_api_gateway_stage]
#   needs: [rest_api, rest_api_id, RestApiId, "children.AWS::WAFv2::WebACLAssociation", "children.AWS::WAFv2::WebACL", children.aws_wafv2_web_acl_association]
#   remediation:
#     summary: Associate a web ACL of the API's region with the stage.
#     aws: aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn arn:aws:apigateway:{region}::/restapis/API_ID/stages/{name} --region {region}
#     terraform: |-
#       resource "aws_wafv2_web_acl_association" "example" {
#         resource_arn = aws_api_gateway_stage.example.arn
#         web_acl_arn = aws_wafv2_web_acl.example.arn
#       }
#     collect: aws apigateway get-stages --rest-api-id API_ID --query "item[].webAclArn" --region {region}
#     cloudformation: "Type: AWS::WAFv2::WebACLAssociation, Properties: { WebACLArn: !GetAtt WEB_ACL.Arn, ResourceArn: !Sub 'arn:aws:apigateway:${AWS::Region}::/restapis/${API}/stages/${STAGE}' }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.aws.api_gateway.web_acl

import data.onus.lib.aws.api_gateway_stage
import data.onus.lib.aws.web_acl

default applies := true

applies := false if api_gateway_stage.private

guarded if web_acl.associated

guarded if web_acl.modern(api_gateway_stage.web_acl.value)

deny contains finding if {
	not guarded
	api_gateway_stage.web_acl.value == ""
	finding := {
		"message": "the stage has no web ACL",
		"pointer": api_gateway_stage.web_acl.pointer,
	}
}

deny contains finding if {
	not guarded
	api_gateway_stage.web_acl.value != ""
	finding := {
		"message": "this is no web ACL of AWS WAF, or one of AWS WAF Classic, whose support has ended",
		"pointer": api_gateway_stage.web_acl.pointer,
		"expected": "the ARN of a web ACL",
	}
}

deny contains finding if {
	not guarded
	not api_gateway_stage.web_acl
	web_acl.collected
	finding := {
		"message": "no web ACL is associated with the stage",
		"pointer": "/properties",
	}
}

deny contains finding if {
	not guarded
	not api_gateway_stage.web_acl
	not web_acl.collected
	finding := {
		"message": "the inventory does not have the web ACL association of the stage, so whether one guards it is not known",
		"pointer": "/properties",
		"unknown": true,
	}
}
