# METADATA
# title: Scalar values of AWS resources
# description: |
#   CloudFormation takes booleans and numbers as strings, and the values of parameters
#   are strings; Terraform converts them. These functions give the value that is meant.
# related_resources:
# - ref: https://github.com/aws-cloudformation/cfn-lint/issues/547
# - ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
# - ref: https://developer.hashicorp.com/terraform/language/expressions/types
package onus.lib.aws.scalar

# boolean(value): true for "true" and false for "false"; every other value as it is.
boolean(value) if {
	is_string(value)
	lower(value) == "true"
} else := false if {
	is_string(value)
	lower(value) == "false"
} else := value

# number(value): the number of a string that holds one; every other value as it is.
number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^-?(0|[1-9][0-9]{0,9})$`, value)
} else := value
