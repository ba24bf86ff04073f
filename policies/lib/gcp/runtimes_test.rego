package onus.lib.gcp.runtimes_test

import data.onus.lib.gcp.runtimes

is_a_day(text) if regex.match(`^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$`, text)

test_every_end_is_a_day if {
	count(runtimes.first) > 0
	every end in runtimes.first { is_a_day(end) }
}

test_the_list_says_where_it_was_read_and_when if {
	startswith(runtimes.source_of_first, "https://docs.cloud.google.com/")
	is_a_day(runtimes.checked_first)
}
