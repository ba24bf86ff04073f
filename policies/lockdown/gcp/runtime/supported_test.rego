package onus.lockdown.gcp.runtime.supported_test

import data.onus.lockdown.gcp.runtime.supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

found(kind, properties) := [[finding.pointer, object.get(finding, "unknown", false)] | some finding in supported.deny with input as {"type": kind, "properties": properties} with time.now_ns as now]

function(runtime) := [entry[1] | some entry in found("cloudfunctions.googleapis.com/CloudFunction", {"runtime": runtime})]

test_ended_runtime_denies if {
	supported.deny == {{
		"message": "support of the runtime `nodejs18` ended on 2025-04-30",
		"pointer": "/properties/runtime",
	}} with input as {"type": "cloudfunctions.googleapis.com/CloudFunction", "properties": {"runtime": "nodejs18"}}
		with time.now_ns as now
}

test_every_source_denies if {
	found("cloudfunctions.googleapis.com/Function", {"buildConfig": {"runtime": "python39"}}) == [["/properties/buildConfig/runtime", false]]
	found("google_cloudfunctions2_function", {"build_config": [{"runtime": "php74"}]}) == [["/properties/build_config/0/runtime", false]]
	found("google_app_engine_standard_app_version", {"runtime": "ruby27"}) == [["/properties/runtime", false]]
	found("appengine.googleapis.com/Version", {"runtime": "dotnet6"}) == [["/properties/runtime", false]]
}

test_first_runtimes_of_app_engine_deny if {
	found("appengine.googleapis.com/Version", {"runtime": "java8"}) == [["/properties/runtime", false]]
	found("appengine.googleapis.com/Version", {"runtime": "python27"}) == [["/properties/runtime", false]]
}

test_ended_runtimes_deny if {
	every id in ["nodejs8", "nodejs20", "python37", "python310", "php81", "ruby32", "dotnet3", "dotnet8"] {
		function(id) == [false]
	}
}

test_supported_runtimes_allow if {
	every id in ["nodejs24", "python312", "python314", "php83", "ruby34", "dotnet10"] {
		function(id) == []
	}
}

test_what_is_not_known_is_unknown if {
	every id in ["", "go125", "java21", "custom", "python", "nodejs", "NODEJS18", "nodejs24x", "python399", "dotnet"] {
		function(id) == [true]
	}
	function(null) == [true]
	function(["nodejs24"]) == [true]
	function(24) == [true]
	found("cloudfunctions.googleapis.com/Function", {}) == [["/properties", true]]
}

test_old_list_is_unknown if {
	later := time.parse_rfc3339_ns("2027-12-01T00:00:00Z")
	[finding.unknown | some finding in supported.deny with input as {"type": "google_cloudfunctions_function", "properties": {"runtime": "nodejs24"}} with time.now_ns as later] == [true]
	[object.get(finding, "unknown", false) | some finding in supported.deny with input as {"type": "google_cloudfunctions_function", "properties": {"runtime": "nodejs18"}} with time.now_ns as later] == [false]
}
