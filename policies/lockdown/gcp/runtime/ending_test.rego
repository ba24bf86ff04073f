package onus.lockdown.gcp.runtime.ending_test

import data.onus.lockdown.gcp.runtime.ending

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

function(runtime) := [object.get(finding, "unknown", false) | some finding in ending.deny with input as {"type": "google_cloudfunctions_function", "properties": {"runtime": runtime}} with time.now_ns as now]

test_runtime_that_ends_soon_denies if {
	ending.deny == {{
		"message": "support of the runtime `nodejs22` ends on 2027-04-30",
		"pointer": "/properties/runtime",
	}} with input as {"type": "google_cloudfunctions_function", "properties": {"runtime": "nodejs22"}}
		with time.now_ns as now
}

# GCP-RUNTIME-001 denies those, so this control does not apply.
test_ended_runtimes_are_not_asked if {
	function("nodejs18") == []
	not applies_to("nodejs18")
	applies_to("nodejs22")
	applies_to("nodejs24")
	applies_to("go125")
}

applies_to(runtime) if {
	ending.applies with input as {"type": "google_cloudfunctions_function", "properties": {"runtime": runtime}}
		with time.now_ns as now
}

test_runtime_that_ends_late_allows if function("nodejs24") == []

test_what_is_not_known_is_unknown if {
	function("go125") == [true]
	function(null) == [true]
}

test_old_list_is_unknown if {
	[finding.unknown | some finding in ending.deny with input as {"type": "google_cloudfunctions_function", "properties": {"runtime": "python314"}} with time.now_ns as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")] == [true]
}
