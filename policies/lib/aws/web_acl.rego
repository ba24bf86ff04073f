# METADATA
# title: Web ACLs in front of a resource
# description: |
#   Load balancers, stages of API Gateway and App Runner services do not name the web
#   ACL that guards them: an association does, which CloudFormation and Terraform have
#   as a resource. AWS Config has none, but its web ACLs say what they are associated
#   with (inferred: not documented for every type, so that only its presence counts).
#   Associations of AWS WAF Classic are not looked at: its support has ended.
# related_resources:
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl_association
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/classic-waf-chapter.html
package onus.lib.aws.web_acl

import data.onus.lib.relation

# Associations that name the resource. Neither takes anything but a web ACL as its
# other end.
associations contains association.id if {
	some association in input.related.children["AWS::WAFv2::WebACLAssociation"]
}

associations contains association.id if {
	some association in input.related.children.aws_wafv2_web_acl_association
}

associations contains acl.id if {
	some acl in input.related.children["AWS::WAFv2::WebACL"]
	is_array(acl.raw.relationships)
	some other in acl.raw.relationships
	other.resourceType == input.type
	other.resourceId in {input.id, input.raw.resourceId}
}

associated if count(associations) > 0

collected if relation.collected(["AWS::WAFv2::WebACLAssociation", "aws_wafv2_web_acl_association"])

# modern(arn): a web ACL of AWS WAF, in place of one of AWS WAF Classic, whose ids
# have another form.
modern(arn) if {
	is_string(arn)
	regex.match(`^arn:[^:]+:wafv2:[^:]*:[^:]*:(global|regional)/webacl/.+`, arn)
}
