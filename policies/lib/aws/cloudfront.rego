# METADATA
# title: CloudFront facts
# description: |
#   Distributions, as CloudFormation, AWS Config and the aws provider of Terraform have
#   them: the members of the configuration are spelled differently in each.
# related_resources:
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-distributionconfig.html
# - ref: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudfront_distribution
package onus.lib.aws.cloudfront

import data.onus.lib.aws.scalar
import data.onus.lib.fact

# The web ACL; none by default.
web_acl := found if {
	found := fact.at(input.properties.DistributionConfig.WebACLId, "/properties/DistributionConfig/WebACLId")
} else := found if {
	found := fact.at(input.properties.distributionConfig.webACLId, "/properties/distributionConfig/webACLId")
} else := found if {
	found := fact.at(input.properties.web_acl_id, "/properties/web_acl_id")
} else := fact.assumed("", "/properties")

# A distribution that is off answers nobody.
off if scalar.boolean(input.properties.DistributionConfig.Enabled) == false

off if scalar.boolean(input.properties.distributionConfig.enabled) == false

off if scalar.boolean(input.properties.enabled) == false
