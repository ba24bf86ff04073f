package onus.lockdown.onprem.host.restore_tested_test

import data.onus.lib.onprem.dates
import data.onus.lockdown.onprem.host.restore_tested

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

tried(day) := {"properties": {"backup": {"lastRestoreTest": day}}}

test_tried_lately_allows if {
	count(restore_tested.deny) == 0 with input as tried("2026-09-01") with dates.now as now
}

test_tried_long_ago_denies if {
	restore_tested.deny == {{
		"message": "a restore was tried last on `2025-12-01`, more than 92 days ago",
		"pointer": "/properties/backup/lastRestoreTest",
	}} with input as tried("2025-12-01") with dates.now as now
}

test_the_days_are_a_parameter if {
	count(restore_tested.deny) == 0 with input as tried("2025-12-01") with dates.now as now with data.params as {"onprem": {"restore_test_days": 366}}
	every value in ["366", 0, null] {
		count(restore_tested.deny) == 1 with input as tried("2025-12-01") with dates.now as now with data.params as {"onprem": {"restore_test_days": value}}
	}
}

test_what_is_no_past_day_is_unknown if {
	every value in ["2027-01-01", "never", true, 20261101] {
		some finding in restore_tested.deny with input as tried(value) with dates.now as now
		finding.unknown == true
	}
}

test_nothing_collected_is_unknown if {
	every properties in [{}, {"backup": null}, {"backup": {}}, {"backup": "2026-11-01"}, {"backup": {"lastRestoreTest": null}}] {
		some finding in restore_tested.deny with input as {"properties": properties} with dates.now as now
		finding.unknown == true
	}
}
