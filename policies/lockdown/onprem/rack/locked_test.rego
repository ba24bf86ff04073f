package onus.lockdown.onprem.rack.locked_test

import data.onus.lockdown.onprem.rack.locked

test_a_locked_rack_allows if {
	count(locked.deny) == 0 with input as {"properties": {"locked": true}}
}

test_an_open_rack_denies if {
	locked.deny == {{
		"message": "the rack is not locked",
		"pointer": "/properties/locked",
		"expected": true,
	}} with input as {"properties": {"locked": false}}
}

test_another_value_than_true_denies if {
	every value in ["true", "front", 1, {}, []] {
		count(locked.deny) == 1 with input as {"properties": {"locked": value}}
	}
}

test_what_was_not_collected_is_unknown if {
	every properties in [{}, {"locked": null}] {
		some finding in locked.deny with input as {"properties": properties}
		finding.unknown == true
	}
}
