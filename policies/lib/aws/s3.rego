# METADATA
# title: S3 bucket facts
# description: |
#   One rule a fact, whatever the shape of the source: CloudFormation keeps the
#   block inside of the bucket, AWS Config beside its configuration, and the aws
#   provider of Terraform in a resource of its own. An account can have a block for
#   all of its buckets: of each setting the stricter one is in effect.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-publicaccessblockconfiguration.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_public_access_block
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_account_public_access_block
# - ref: https://github.com/awslabs/aws-config-resource-schema/blob/master/config/properties/resource-types/AWS::S3::Bucket.properties.json
package onus.lib.aws.s3

import data.onus.lib.aws.scalar

# Every public access block of the bucket: where it stands, and what it sets. Each
# setting is a list of its one value, or empty when it is absent: nothing else of
# the block is looked at, so that what is not known of it does not matter.
public_access_blocks contains block if {
	found := input.properties.PublicAccessBlockConfiguration
	found != null
	block := {
		"pointer": "/properties/PublicAccessBlockConfiguration",
		"settings": {
			"BlockPublicAcls": [v | v := scalar.boolean(found.BlockPublicAcls)],
			"BlockPublicPolicy": [v | v := scalar.boolean(found.BlockPublicPolicy)],
			"IgnorePublicAcls": [v | v := scalar.boolean(found.IgnorePublicAcls)],
			"RestrictPublicBuckets": [v | v := scalar.boolean(found.RestrictPublicBuckets)],
		},
	}
}

public_access_blocks contains block if {
	found := input.raw.supplementaryConfiguration.PublicAccessBlockConfiguration
	found != null
	block := {
		"pointer": "/raw/supplementaryConfiguration/PublicAccessBlockConfiguration",
		"settings": {
			"blockPublicAcls": [v | v := scalar.boolean(found.blockPublicAcls)],
			"blockPublicPolicy": [v | v := scalar.boolean(found.blockPublicPolicy)],
			"ignorePublicAcls": [v | v := scalar.boolean(found.ignorePublicAcls)],
			"restrictPublicBuckets": [v | v := scalar.boolean(found.restrictPublicBuckets)],
		},
	}
}

public_access_blocks contains block if {
	some i, other in input.related.public_access_block
	block := {
		"pointer": sprintf("/related/public_access_block/%d/properties", [i]),
		"settings": {
			"block_public_acls": [v | v := scalar.boolean(other.properties.block_public_acls)],
			"block_public_policy": [v | v := scalar.boolean(other.properties.block_public_policy)],
			"ignore_public_acls": [v | v := scalar.boolean(other.properties.ignore_public_acls)],
			"restrict_public_buckets": [v | v := scalar.boolean(other.properties.restrict_public_buckets)],
		},
	}
}

# What the block of the account turns on for all of its buckets, by the name of the
# setting as `canonical` gives it.
account_wide contains canonical(setting) if {
	some block in input.related.account_public_access_block
	some setting in ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
	scalar.boolean(block.properties[setting]) == true
}

account_wide contains canonical(setting) if {
	some block in input.related.account_public_access_block
	some setting in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
	scalar.boolean(block.properties[setting]) == true
}

# canonical(setting): the name of a setting, the same in every source.
canonical(setting) := lower(replace(setting, "_", ""))

settings := {"blockpublicacls", "blockpublicpolicy", "ignorepublicacls", "restrictpublicbuckets"}

# Whether the account alone turns all of them on.
blocked_by_account if count(settings - account_wide) == 0

# AWS Config writes what is set beside a bucket into `supplementaryConfiguration`;
# a record of Config without one does not tell.
uncollected if {
	input.type == "AWS::S3::Bucket"
	input.phase == "deployed"
	count([true | is_object(input.raw.supplementaryConfiguration)]) == 0
}
