package onus.lib.azure.app_service_runtimes_test

import data.onus.lib.azure.app_service_runtimes

test_every_end_is_a_day_and_has_a_source if {
	every language in app_service_runtimes.end_of_support {
		startswith(language.source, "https://")
		every end in language.ends { regex.match(`^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$`, end) }
	}
}

test_the_list_says_when_it_was_checked if regex.match(`^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$`, app_service_runtimes.checked)
