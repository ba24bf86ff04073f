package onus.lockdown.aws.s3.public_access_block_test

import data.onus.lockdown.aws.s3.public_access_block

template(properties) := {
	"type": "AWS::S3::Bucket",
	"phase": "template",
	"properties": properties,
	"raw": {"Properties": properties},
	"related": {"public_access_block": []},
}

config(beside) := {
	"type": "AWS::S3::Bucket",
	"phase": "deployed",
	"properties": {"name": "b"},
	"raw": beside,
	"related": {"public_access_block": []},
}

terraform(blocks) := {
	"type": "aws_s3_bucket",
	"phase": "planned",
	"properties": {"bucket": "b"},
	"raw": {},
	"related": {"public_access_block": [{"properties": block} | some block in blocks]},
}

pascal := {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true}

camel := {"blockPublicAcls": true, "blockPublicPolicy": true, "ignorePublicAcls": true, "restrictPublicBuckets": true}

snake := {"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}

test_template_with_the_block_allows if {
	count(public_access_block.deny) == 0 with input as template({"PublicAccessBlockConfiguration": pascal})
}

test_template_with_half_a_block_denies if {
	half := object.union(pascal, {"BlockPublicPolicy": false, "IgnorePublicAcls": "yes"})
	findings := public_access_block.deny with input as template({"PublicAccessBlockConfiguration": half})
	{finding.message | some finding in findings} == {"BlockPublicPolicy is not turned on", "IgnorePublicAcls is not turned on"}
}

test_missing_property_denies if {
	findings := public_access_block.deny with input as template({})
	count(findings) == 1
	some finding in findings
	finding.pointer == "/properties"
}

test_config_with_the_block_allows if {
	count(public_access_block.deny) == 0 with input as config({"supplementaryConfiguration": {"PublicAccessBlockConfiguration": camel}})
}

test_config_without_the_block_denies if {
	findings := public_access_block.deny with input as config({"supplementaryConfiguration": {}})
	{object.get(finding, "unknown", false) | some finding in findings} == {false}
}

test_config_that_does_not_tell_is_unknown if {
	findings := public_access_block.deny with input as config({})
	{object.get(finding, "unknown", false) | some finding in findings} == {true}
}

test_terraform_with_the_block_allows if {
	count(public_access_block.deny) == 0 with input as terraform([snake])
}

test_terraform_without_the_block_denies if {
	count(public_access_block.deny) == 1 with input as terraform([])
}

test_terraform_with_an_absent_argument_denies if {
	findings := public_access_block.deny with input as terraform([object.remove(snake, ["restrict_public_buckets"])])
	{finding.pointer | some finding in findings} == {"/related/public_access_block/0/properties/restrict_public_buckets"}
}

test_wrong_type_denies if {
	count(public_access_block.deny) == 4 with input as template({"PublicAccessBlockConfiguration": "all"})
}

test_booleans_as_strings_are_booleans if {
	every good in ["true", "True", "TRUE", true] {
		count(public_access_block.deny) == 0 with input as template({"PublicAccessBlockConfiguration": object.union(pascal, {"BlockPublicAcls": good})})
		count(public_access_block.deny) == 0 with input as terraform([object.union(snake, {"block_public_acls": good})])
		count(public_access_block.deny) == 0 with input as config({"supplementaryConfiguration": {"PublicAccessBlockConfiguration": object.union(camel, {"blockPublicAcls": good})}})
	}
	every bad in ["false", "False", "yes", "1", "", 1, null, ["true"], {"Ref": "Block"}] {
		count(public_access_block.deny) == 1 with input as template({"PublicAccessBlockConfiguration": object.union(pascal, {"BlockPublicAcls": bad})})
	}
}

with_account_blocks(base, blocks) := object.union(base, {"related": {"account_public_access_block": [{"properties": block} | some block in blocks]}})

test_block_of_the_account_is_enough if {
	every block in [snake, camel] {
		count(public_access_block.deny) == 0 with input as with_account_blocks(template({}), [block])
		count(public_access_block.deny) == 0 with input as with_account_blocks(terraform([]), [block])
		count(public_access_block.deny) == 0 with input as with_account_blocks(config({}), [block])
		count(public_access_block.deny) == 0 with input as with_account_blocks(config({"supplementaryConfiguration": {}}), [block])
	}
}

test_stricter_setting_of_bucket_and_account_counts if {
	half := {"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": false}
	other_half := {"block_public_acls": false, "ignore_public_acls": true, "restrict_public_buckets": true}
	count(public_access_block.deny) == 0 with input as with_account_blocks(terraform([other_half]), [half])
	count(public_access_block.deny) == 0 with input as with_account_blocks(terraform([object.union(snake, {"ignore_public_acls": true})]), [half])
	pointers := {finding.pointer | some finding in public_access_block.deny with input as with_account_blocks(terraform([object.remove(other_half, ["restrict_public_buckets"])]), [half])}
	pointers == {"/related/public_access_block/0/properties/restrict_public_buckets"}
	count(public_access_block.deny) == 1 with input as with_account_blocks(terraform([]), [half])
	count(public_access_block.deny) == 1 with input as with_account_blocks(terraform([]), [{}])
	count(public_access_block.deny) == 1 with input as with_account_blocks(template({"PublicAccessBlockConfiguration": object.union(pascal, {"RestrictPublicBuckets": false})}), [half])
}
