# METADATA
# title: Dates of own data centres
# description: |
#   Dates in inventories are text: a day (2026-11-02, which begins at midnight UTC) or
#   a time with its zone (2026-11-02T04:00:00+01:00). Whatever else stands there is not
#   read as a date.
# related_resources:
# - ref: https://www.rfc-editor.org/rfc/rfc3339
package onus.lib.onprem.dates

day_ns := 86400000000000

# The run's one instant.
now := time.now_ns()

# nanoseconds(text) is undefined when the text is no date. Days that the calendar does
# not have are sorted out first: engines differ in what they make of these.
nanoseconds(text) := ns if {
	regex.match(`^[0-9-]{10}$`, text)
	real(text)
	ns := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [text]))
}

nanoseconds(text) := ns if {
	regex.match(`^[0-9-]{10}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`, text)
	real(text)
	ns := time.parse_rfc3339_ns(text)
}

# The day that the text begins with is one of this century's calendar, in which every
# fourth year is a leap year.
real(text) if regex.match(`^20[0-9]{2}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])`, text)

real(text) if regex.match(`^20[0-9]{2}-(0[469]|11)-(0[1-9]|[12][0-9]|30)`, text)

real(text) if regex.match(`^20[0-9]{2}-02-(0[1-9]|1[0-9]|2[0-8])`, text)

real(text) if regex.match(`^20([02468][048]|[13579][26])-02-29`, text)

# age(text, days) is `recent` or `old`, `future` for what has not happened yet (a day's
# grace for places where tomorrow has begun), and `unreadable` for what is no date.
age(text, days) := "recent" if {
	is_string(text)
	at := nanoseconds(text)
	at <= now + day_ns
	at >= now - (days * day_ns)
} else := "old" if {
	is_string(text)
	at := nanoseconds(text)
	at <= now + day_ns
} else := "future" if {
	is_string(text)
	nanoseconds(text) > now + day_ns
} else := "unreadable"

# over(text): this last day is over. Undefined when it is not, or is no date.
over(text) if {
	is_string(text)
	now >= nanoseconds(text) + day_ns
}

# lasts(text): this last day is not over. Undefined when it is, or is no date.
lasts(text) if {
	is_string(text)
	now < nanoseconds(text) + day_ns
}
