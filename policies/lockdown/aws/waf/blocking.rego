# METADATA
# title: Web ACLs block attacks
# description: A web ACL without rules, or whose rules only count or let everything pass, lets attacks pass to the application.
# related_resources:
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html
# - ref: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl
# custom:
#   id: AWS-WAF-001
#   severity: medium
#   layer: network.controls
#   resources: ["AWS::WAFv2::WebACL", aws_wafv2_web_acl]
#   needs: [children.aws_wafv2_web_acl_rule, children.aws_wafv2_web_acl_rule_group_association]
#   remediation:
#     summary: Add rules, such as managed rule groups, and let them block once they were tried out.
#     terraform: |-
#       rule {
#         name = "common"
#         priority = 0
#         override_action {
#           none {}
#         }
#         statement {
#           managed_rule_group_statement {
#             vendor_name = "AWS"
#             name = "AWSManagedRulesCommonRuleSet"
#           }
#         }
#         visibility_config {
#           cloudwatch_metrics_enabled = true
#           metric_name = "common"
#           sampled_requests_enabled = true
#         }
#       }
#     collect: aws wafv2 get-web-acl --id WEB_ACL_ID --name {name} --scope REGIONAL --region {region}
#     cloudformation: "Properties: { Rules: [ { Name: common, Priority: 0, OverrideAction: { None: {} }, Statement: { ManagedRuleGroupStatement: { VendorName: AWS, Name: AWSManagedRulesCommonRuleSet } }, VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: common, SampledRequestsEnabled: true } } ] }"
#   frameworks: {mcsb: [NS-6]}
package onus.lockdown.aws.waf.blocking

import data.onus.lib.aws.web_acl_rules

deny contains finding if {
	count(web_acl_rules.blocking) == 0
	not web_acl_rules.blocks_by_default
	not web_acl_rules.elsewhere
	finding := {
		"message": "no rule of the web ACL blocks anything",
		"pointer": "/properties",
	}
}

deny contains finding if {
	count(web_acl_rules.blocking) == 0
	not web_acl_rules.blocks_by_default
	web_acl_rules.elsewhere
	finding := {
		"message": "the rules of the web ACL were not collected, or stand in a form that is not read here",
		"pointer": "/properties",
		"unknown": true,
	}
}

deny contains finding if {
	some pointer in web_acl_rules.counting
	finding := {
		"message": "the rule group only counts what it matches",
		"pointer": pointer,
		"expected": "none",
	}
}

deny contains finding if {
	some pointer in web_acl_rules.passing
	finding := {
		"message": "this rule lets every request pass before a rule can block it",
		"pointer": pointer,
	}
}

# Where nothing blocks, that is what is wrong.
deny contains finding if {
	web_acl_rules.blocks
	some pointer in web_acl_rules.unreadable
	finding := {
		"message": "the rules have an unexpected shape, so whether they only count is not known",
		"pointer": pointer,
		"unknown": true,
	}
}
