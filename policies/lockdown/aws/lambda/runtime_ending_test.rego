package onus.lockdown.aws.lambda.runtime_ending_test

import data.onus.lockdown.aws.lambda.runtime_ending

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

test_runtime_that_ends_soon_denies if {
	runtime_ending.deny == {{
		"message": "support of the runtime `nodejs22.x` ends on 2027-04-30",
		"pointer": "/properties/runtime",
	}} with input as {"properties": {"runtime": "nodejs22.x"}}
		with time.now_ns as now
}

# AWS-LAMBDA-001 denies those, so this control does not apply.
test_ended_runtimes_are_not_asked if {
	count(runtime_ending.deny) == 0 with input as {"properties": {"Runtime": "python3.9"}}
		with time.now_ns as now
	not applies_to("python3.9")
	applies_to("python3.13")
	applies_to("not.known")
	applies_to(null)
}

applies_to(runtime) if {
	runtime_ending.applies with input as {"properties": {"Runtime": runtime}}
		with time.now_ns as now
}

test_runtime_that_ends_late_allows if {
	count(runtime_ending.deny) == 0 with input as {"properties": {"Runtime": "python3.13"}}
		with time.now_ns as now
}

test_no_runtime_is_unknown if {
	[finding.unknown | some finding in runtime_ending.deny] == [true] with input as {"properties": {}}
		with time.now_ns as now
}

test_runtime_that_is_not_listed_is_unknown if {
	[finding.unknown | some finding in runtime_ending.deny] == [true] with input as {"properties": {"runtime": "cobol1"}}
		with time.now_ns as now
}

test_old_list_is_unknown if {
	[finding.unknown | some finding in runtime_ending.deny] == [true] with input as {"properties": {"runtime": "python3.14"}}
		with time.now_ns as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")
}
