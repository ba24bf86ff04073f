# METADATA
# title: Ends of support
# description: |
#   Compares days (`2026-04-30`) with the run's one instant. A runtime counts as
#   ended from the day that its publisher names.
package onus.lib.application.lifecycle

day_ns := 86400000000000

ended(date) if time.now_ns() >= time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [date]))

# soon(date): within half a year, and not past.
soon(date) if {
	left := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [date])) - time.now_ns()
	left > 0
	left <= 180 * day_ns
}

# stale(date): a table that was checked on this day is more than a year old.
stale(date) if time.now_ns() - time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [date])) > 365 * day_ns
