package onus.lib.onprem.dates_test

import data.onus.lib.onprem.dates

now := time.parse_rfc3339_ns("2026-11-21T12:00:00Z")

test_days_and_times_are_read if {
	dates.nanoseconds("2026-11-21") == time.parse_rfc3339_ns("2026-11-21T00:00:00Z")
	dates.nanoseconds("2026-11-21T13:00:00+01:00") == now
	dates.nanoseconds("2024-02-29") == time.parse_rfc3339_ns("2024-02-29T00:00:00Z")
}

test_what_is_no_date_is_not_read if {
	every text in ["2026-02-30", "2025-02-29", "2026-13-01", "21.11.2026", "2026-11-21 12:00", "2026-11-21T12:00:00", "", "never", 20261121, true] {
		dates.age(text, 30) == "unreadable"
	}
}

test_ages if {
	dates.age("2026-11-01", 30) == "recent" with dates.now as now
	dates.age("2026-10-22T12:00:00Z", 30) == "recent" with dates.now as now
	dates.age("2026-10-22T11:59:59Z", 30) == "old" with dates.now as now
	dates.age("2026-11-22", 30) == "recent" with dates.now as now
	dates.age("2026-11-23", 30) == "future" with dates.now as now
}

test_a_last_day_counts_to_its_end if {
	dates.lasts("2026-11-21") with dates.now as now
	not dates.over("2026-11-21") with dates.now as now
	dates.over("2026-11-20") with dates.now as now
	not dates.lasts("2026-11-20") with dates.now as now
}

test_no_date_is_neither_over_nor_lasting if {
	not dates.over("soon") with dates.now as now
	not dates.lasts("soon") with dates.now as now
}
