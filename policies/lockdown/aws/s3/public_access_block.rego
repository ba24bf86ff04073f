# METADATA
# title: S3 buckets block public access
# description: Without the block, one wrong policy or access control list makes a bucket public. New buckets have it since April 2023, but an inventory does not tell when a bucket was made, so it has to be stated, for the bucket or for its account. Of the two, the stricter setting is in effect.
# related_resources:
# - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-bucket.html
# custom:
#   id: AWS-S3-001
#   severity: high
#   layer: data
#   resources: ["AWS::S3::Bucket", aws_s3_bucket]
#   needs: [public_access_block, account_public_access_block]
#   remediation:
#     summary: Turn on all four settings of "Block public access" for the bucket.
#     aws: aws s3api put-public-access-block --bucket {name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#     terraform: |-
#       resource "aws_s3_bucket_public_access_block" "example" {
#         bucket = aws_s3_bucket.example.id
#         block_public_acls = true
#         block_public_policy = true
#         ignore_public_acls = true
#         restrict_public_buckets = true
#       }
#     cloudformation: "Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } }"
#     variants:
#       found:
#         pointer: "/related/public_access_block/**"
#         terraform: |-
#           block_public_acls = true
#           block_public_policy = true
#           ignore_public_acls = true
#           restrict_public_buckets = true
#   frameworks: {mcsb: [NS-2]}
package onus.lockdown.aws.s3.public_access_block

import data.onus.lib.aws.s3

deny contains finding if {
	some block in s3.public_access_blocks
	some setting, values in block.settings
	values != [true]
	not s3.canonical(setting) in s3.account_wide
	finding := {
		"message": sprintf("%s is not turned on", [setting]),
		"pointer": sprintf("%s/%s", [block.pointer, setting]),
		"expected": true,
	}
}

deny contains finding if {
	count(s3.public_access_blocks) == 0
	not s3.blocked_by_account
	not s3.uncollected
	finding := {
		"message": "the bucket has no public access block",
		"pointer": "/properties",
	}
}

deny contains finding if {
	count(s3.public_access_blocks) == 0
	not s3.blocked_by_account
	s3.uncollected
	finding := {
		"message": "the record does not tell whether the bucket has a public access block",
		"pointer": "/raw",
		"unknown": true,
	}
}
