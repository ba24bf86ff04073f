package onus.lockdown.onprem.host.patched_test

import data.onus.lib.onprem.dates
import data.onus.lockdown.onprem.host.patched

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

test_patched_lately_allows if {
	count(patched.deny) == 0 with input as {"properties": {"lastPatched": "2026-11-01"}} with dates.now as now
	count(patched.deny) == 0 with input as {"properties": {"lastPatched": "2026-10-23T12:00:00Z"}} with dates.now as now
}

test_patched_long_ago_denies if {
	patched.deny == {{
		"message": "patched last on `2026-10-22`, more than 30 days ago",
		"pointer": "/properties/lastPatched",
	}} with input as {"properties": {"lastPatched": "2026-10-22"}} with dates.now as now
}

test_the_days_are_a_parameter if {
	count(patched.deny) == 1 with input as {"properties": {"lastPatched": "2026-11-01"}} with dates.now as now with data.params as {"onprem": {"host_patch_days": 14}}
	count(patched.deny) == 0 with input as {"properties": {"lastPatched": "2026-10-01"}} with dates.now as now with data.params as {"onprem": {"host_patch_days": 90}}
}

test_a_parameter_that_is_no_number_of_days_loosens_nothing if {
	every value in ["90", null, 0, -1, {}] {
		count(patched.deny) == 1 with input as {"properties": {"lastPatched": "2026-10-01"}} with dates.now as now with data.params as {"onprem": {"host_patch_days": value}}
	}
}

test_what_is_no_past_day_is_unknown if {
	every value in ["2027-01-01", "last week", "2026-02-30", 20261101, true, {}] {
		some finding in patched.deny with input as {"properties": {"lastPatched": value}} with dates.now as now
		finding.unknown == true
	}
}

test_nothing_collected_is_unknown if {
	every properties in [{}, {"lastPatched": null}] {
		some finding in patched.deny with input as {"properties": properties} with dates.now as now
		finding.unknown == true
	}
}
