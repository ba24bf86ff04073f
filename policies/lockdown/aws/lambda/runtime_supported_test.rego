package onus.lockdown.aws.lambda.runtime_supported_test

import data.onus.lib.aws.lambda
import data.onus.lockdown.aws.lambda.runtime_supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

test_ended_runtime_denies if {
	runtime_supported.deny == {{
		"message": "support of the runtime `nodejs20.x` ended on 2026-04-30",
		"pointer": "/properties/Runtime",
	}} with input as {"type": "AWS::Lambda::Function", "properties": {"Runtime": "nodejs20.x"}}
		with time.now_ns as now
}

test_aws_config_and_terraform_deny if {
	{finding.pointer | some finding in runtime_supported.deny} == {"/properties/runtime"} with input as {"properties": {"runtime": "python3.9"}}
		with time.now_ns as now
}

test_supported_runtime_allows if {
	count(runtime_supported.deny) == 0 with input as {"properties": {"Runtime": "nodejs24.x"}}
		with time.now_ns as now
}

test_the_day_of_the_end_denies if {
	count(runtime_supported.deny) == 1 with input as {"properties": {"runtime": "nodejs22.x"}}
		with time.now_ns as time.parse_rfc3339_ns("2027-04-30T00:00:00Z")
}

test_the_day_before_the_end_allows if {
	count(runtime_supported.deny) == 0 with input as {"properties": {"runtime": "nodejs22.x"}}
		with time.now_ns as time.parse_rfc3339_ns("2027-04-29T23:59:59Z")
}

test_no_runtime_is_unknown if {
	[finding.unknown | some finding in runtime_supported.deny] == [true] with input as {"properties": {"PackageType": "Image"}}
		with time.now_ns as now
}

test_null_runtime_is_unknown if {
	[finding.unknown | some finding in runtime_supported.deny] == [true] with input as {"properties": {"runtime": null}}
		with time.now_ns as now
}

test_empty_runtime_is_unknown if {
	[finding.unknown | some finding in runtime_supported.deny] == [true] with input as {"properties": {"runtime": ""}}
		with time.now_ns as now
}

test_runtime_that_is_not_listed_is_unknown if {
	[finding.unknown | some finding in runtime_supported.deny] == [true] with input as {"properties": {"Runtime": "NodeJS24.x"}}
		with time.now_ns as now
}

test_wrong_type_is_unknown if {
	[finding.unknown | some finding in runtime_supported.deny] == [true] with input as {"properties": {"Runtime": ["nodejs24.x"]}}
		with time.now_ns as now
}

test_every_end_is_a_day if {
	every end in lambda.end_of_support { regex.match(`^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$`, end) }
}
