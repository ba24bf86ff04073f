package onus.lockdown.onprem.hypervisor.supported_test

import data.onus.lib.onprem.dates
import data.onus.lockdown.onprem.hypervisor.supported

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

test_a_release_with_fixes_allows if {
	count(supported.deny) == 0 with input as {"properties": {"hypervisor": {"product": "esxi", "version": "8.0.3"}}} with dates.now as now
}

test_a_release_past_its_end_denies if {
	supported.deny == {{
		"message": "esxi 7.0 has had no regular fixes since 2025-10-02",
		"pointer": "/properties/hypervisor/version",
	}} with input as {"properties": {"hypervisor": {"product": "VMware ESXi", "version": "7.0.3"}}} with dates.now as now
}

test_a_paid_extension_allows_until_its_last_day if {
	count(supported.deny) == 0 with input as {"properties": {"hypervisor": {"product": "VMware ESXi", "version": "7.0.3", "extendedSupportUntil": "2026-11-22"}}} with dates.now as now
	count(supported.deny) == 1 with input as {"properties": {"hypervisor": {"product": "VMware ESXi", "version": "7.0.3", "extendedSupportUntil": "2026-11-21"}}} with dates.now as now
}

test_what_is_not_in_the_table_is_unknown if {
	every system in [{}, "esxi 8.0.3", {"product": "esxi"}, {"product": "plan 9", "version": "4"}, {"product": "esxi", "version": 8}] {
		some finding in supported.deny with input as {"properties": {"hypervisor": system}} with dates.now as now
		finding.unknown == true
	}
}

test_nothing_collected_is_unknown_once if {
	supported.deny == {{
		"message": "which hypervisor runs here was not collected",
		"pointer": "/properties",
		"unknown": true,
	}} with input as {"properties": {}} with dates.now as now
	count(supported.deny) > 0 with input as {"properties": {"hypervisor": null}} with dates.now as now
}

test_dates_read_more_than_a_year_ago_are_unknown if {
	some finding in supported.deny with input as {"properties": {"hypervisor": {"product": "hyper-v", "version": "2022"}}} with dates.now as time.parse_rfc3339_ns("2027-12-01T00:00:00Z")
	finding.unknown == true
}
