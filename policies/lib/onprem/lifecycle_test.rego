package onus.lib.onprem.lifecycle_test

import data.onus.lib.onprem.dates
import data.onus.lib.onprem.lifecycle

now := time.parse_rfc3339_ns("2026-11-22T12:00:00Z")

test_each_entry_has_a_source_and_the_day_it_was_checked if {
	every entry in lifecycle.table {
		startswith(entry.source, "https://")
		is_number(dates.nanoseconds(entry.checked))
		count(entry.ends) > 0
		every version, day in entry.ends {
			is_number(dates.nanoseconds(day))
			regex.match(entry.pattern, version)
		}
	}
}

test_releases_under_other_spellings if {
	every system in [
		{"product": "Windows Server", "version": "2012 R2"},
		{"product": "Hyper-V", "version": "2012"},
		{"product": "Ubuntu", "version": "20.04.6 LTS"},
		{"product": "debian gnu/linux", "version": "11.11"},
		{"product": "RHEL", "version": "7.9"},
		{"product": " VMware ESXi ", "version": "7.0 Update 3"},
		{"product": "esxi", "version": "6.7.0"},
	] {
		lifecycle.state(system) == "ended" with dates.now as now
	}
	every system in [
		{"product": "Windows-Server", "version": "2022"},
		{"product": "ubuntu", "version": "24.04"},
		{"product": "debian", "version": "12"},
		{"product": "Red Hat Enterprise Linux", "version": "9.6"},
		{"product": "esxi", "version": "8.0.3"},
	] {
		lifecycle.state(system) == "supported" with dates.now as now
	}
}

test_what_is_not_listed_is_unknown if {
	every system in [
		{"product": "openvms", "version": "9.2"},
		{"product": "ubuntu", "version": "99.04"},
		{"product": "ubuntu", "version": "24.040"},
		{"product": "windows-server", "version": "2022 preview"},
		{"product": "esxi", "version": "80"},
		{"product": "rhel", "version": 9},
		{"product": "rhel"},
		{"version": "9"},
		{},
		"rhel 9",
		null,
	] {
		lifecycle.state(system) == "unknown" with dates.now as now
	}
}

test_the_last_day_counts if {
	system := {"product": "windows-server", "version": "2016"}
	lifecycle.state(system) == "supported" with dates.now as time.parse_rfc3339_ns("2027-01-12T23:59:59Z")
	lifecycle.state(system) == "ended" with dates.now as time.parse_rfc3339_ns("2027-01-13T00:00:00Z")
}

test_an_extension_counts_while_it_lasts if {
	system := {"product": "windows-server", "version": "2012 R2"}
	lifecycle.state(object.union(system, {"extendedSupportUntil": "2027-01-31"})) == "supported" with dates.now as now
	lifecycle.state(object.union(system, {"extendedSupportUntil": "2026-10-13"})) == "ended" with dates.now as now
	lifecycle.state(object.union(system, {"extendedSupportUntil": "yes"})) == "ended" with dates.now as now
}

test_dates_older_than_a_year_vouch_for_nothing if {
	later := time.parse_rfc3339_ns("2028-01-01T00:00:00Z")
	lifecycle.state({"product": "debian", "version": "13"}) == "stale" with dates.now as later
	lifecycle.state({"product": "debian", "version": "11"}) == "ended" with dates.now as later
}
