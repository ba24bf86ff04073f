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

# The four settings of a public access block, by their names in CloudFormation, in
# AWS Config and in Terraform.
settings := [
	["BlockPublicAcls", "blockPublicAcls", "block_public_acls"],
	["BlockPublicPolicy", "blockPublicPolicy", "block_public_policy"],
	["IgnorePublicAcls", "ignorePublicAcls", "ignore_public_acls"],
	["RestrictPublicBuckets", "restrictPublicBuckets", "restrict_public_buckets"],
]

# Every public access block of the bucket: where it stands, and what it sets.
public_access_blocks contains block if {
	value := input.properties.PublicAccessBlockConfiguration
	value != null
	block := {"pointer": "/properties/PublicAccessBlockConfiguration", "value": value}
}

public_access_blocks contains block if {
	value := input.raw.supplementaryConfiguration.PublicAccessBlockConfiguration
	value != null
	block := {"pointer": "/raw/supplementaryConfiguration/PublicAccessBlockConfiguration", "value": value}
}

public_access_blocks contains block if {
	some i, other in input.related.public_access_block
	block := {"pointer": sprintf("/related/public_access_block/%d/properties", [i]), "value": other.properties}
}

# AWS Config writes what is set beside a bucket into `supplementaryConfiguration`;
# a record of Config without one does not tell.
uncollected if {
	input.type == "AWS::S3::Bucket"
	input.phase == "deployed"
	count([true | is_object(input.raw.supplementaryConfiguration)]) == 0
}
