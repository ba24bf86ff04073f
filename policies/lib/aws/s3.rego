# METADATA
# title: S3 bucket facts
# description: |
#   One rule a fact, whatever the shape of the source: CloudFormation keeps the
#   block inside of the bucket, AWS Config beside its configuration, and the aws
#   provider of Terraform in a resource of its own.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-publicaccessblockconfiguration.html
# - ref: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_public_access_block
# - ref: https://github.com/awslabs/aws-config-resource-schema/blob/master/config/properties/resource-types/AWS::S3::Bucket.properties.json
package onus.lib.aws.s3

# Every public access block of the bucket: where it stands, and what it sets. Each
# setting is a list of its one value, or empty when it is absent: nothing else of
# the block is looked at, so that what is not known of it does not matter.
public_access_blocks contains block if {
	found := input.properties.PublicAccessBlockConfiguration
	found != null
	block := {
		"pointer": "/properties/PublicAccessBlockConfiguration",
		"settings": {
			"BlockPublicAcls": [v | v := found.BlockPublicAcls],
			"BlockPublicPolicy": [v | v := found.BlockPublicPolicy],
			"IgnorePublicAcls": [v | v := found.IgnorePublicAcls],
			"RestrictPublicBuckets": [v | v := found.RestrictPublicBuckets],
		},
	}
}

public_access_blocks contains block if {
	found := input.raw.supplementaryConfiguration.PublicAccessBlockConfiguration
	found != null
	block := {
		"pointer": "/raw/supplementaryConfiguration/PublicAccessBlockConfiguration",
		"settings": {
			"blockPublicAcls": [v | v := found.blockPublicAcls],
			"blockPublicPolicy": [v | v := found.blockPublicPolicy],
			"ignorePublicAcls": [v | v := found.ignorePublicAcls],
			"restrictPublicBuckets": [v | v := found.restrictPublicBuckets],
		},
	}
}

public_access_blocks contains block if {
	some i, other in input.related.public_access_block
	block := {
		"pointer": sprintf("/related/public_access_block/%d/properties", [i]),
		"settings": {
			"block_public_acls": [v | v := other.properties.block_public_acls],
			"block_public_policy": [v | v := other.properties.block_public_policy],
			"ignore_public_acls": [v | v := other.properties.ignore_public_acls],
			"restrict_public_buckets": [v | v := other.properties.restrict_public_buckets],
		},
	}
}

# AWS Config writes what is set beside a bucket into `supplementaryConfiguration`;
# a record of Config without one does not tell.
uncollected if {
	input.type == "AWS::S3::Bucket"
	input.phase == "deployed"
	count([true | is_object(input.raw.supplementaryConfiguration)]) == 0
}
