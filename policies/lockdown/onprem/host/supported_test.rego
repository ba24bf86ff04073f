package onus.lockdown.onprem.host.supported_test

import data.onus.lib.onprem.dates
import data.onus.lockdown.onprem.host.supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

test_a_release_with_fixes_allows if {
	count(supported.deny) == 0 with input as {"properties": {"os": {"product": "ubuntu", "version": "24.04"}}} with dates.now as now
}

test_a_release_past_its_end_denies if {
	supported.deny == {{
		"message": "ubuntu 20.04 has had no regular fixes since 2025-05-31",
		"pointer": "/properties/os/version",
	}} with input as {"properties": {"os": {"product": "Ubuntu", "version": "20.04.6"}}} with dates.now as now
}

test_a_paid_extension_allows_until_its_last_day if {
	count(supported.deny) == 0 with input as {"properties": {"os": {"product": "Ubuntu", "version": "20.04.6", "extendedSupportUntil": "2026-11-22"}}} with dates.now as now
	count(supported.deny) == 1 with input as {"properties": {"os": {"product": "Ubuntu", "version": "20.04.6", "extendedSupportUntil": "2026-11-21"}}} with dates.now as now
}

test_what_is_not_in_the_table_is_unknown if {
	every system in [{}, "ubuntu 24.04", {"product": "ubuntu"}, {"product": "plan 9", "version": "4"}, {"product": "ubuntu", "version": 8}] {
		some finding in supported.deny with input as {"properties": {"os": system}} with dates.now as now
		finding.unknown == true
	}
}

test_nothing_collected_is_unknown_once if {
	supported.deny == {{
		"message": "which operating system runs here was not collected",
		"pointer": "/properties",
		"unknown": true,
	}} with input as {"properties": {}} with dates.now as now
	count(supported.deny) > 0 with input as {"properties": {"os": null}} with dates.now as now
}

test_dates_read_more_than_a_year_ago_are_unknown if {
	some finding in supported.deny with input as {"properties": {"os": {"product": "debian", "version": "13"}}} with dates.now as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")
	finding.unknown == true
}
