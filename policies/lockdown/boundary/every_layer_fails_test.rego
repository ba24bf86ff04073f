package onus.lockdown.boundary.every_layer_fails_test

import data.onus.lockdown.boundary.every_layer_fails

holds := {"answer": "assigned", "decided": 2, "allowed": 2, "denied": 0, "unknown": 0, "error": 0}

fails := {"answer": "assigned", "decided": 2, "allowed": 1, "denied": 1, "unknown": 0, "error": 0}

unsure := {"answer": "assigned", "decided": 2, "allowed": 1, "denied": 0, "unknown": 1, "error": 0}

unwatched := {"answer": "assigned", "decided": 0, "allowed": 0, "denied": 0, "unknown": 0, "error": 0}

test_a_resource_none_of_whose_layers_holds_is_denied if {
	every_layer_fails.deny == {"every layer that a control watches fails: data, identity.users"} with input as {"layers": {
		"data": fails,
		"identity.users": fails,
		"keys": unwatched,
	}}
}

test_one_layer_that_holds_is_enough if {
	layers := {"data": fails, "identity.users": fails, "network.controls": holds}
	count(every_layer_fails.deny) == 0 with input as {"layers": layers}
}

test_what_is_not_known_does_not_hold if {
	every_layer_fails.deny == {{
		"message": "no layer is known to hold: data fail, and it is not known of identity.users",
		"unknown": true,
	}} with input as {"layers": {"data": fails, "identity.users": unsure}}
}

test_doubt_alone_is_no_failure if {
	count(every_layer_fails.deny) == 0 with input as {"layers": {"data": unsure, "identity.users": unsure}}
}

test_one_watched_layer_is_left_to_its_own_controls if {
	not every_layer_fails.applies with input as {"layers": {"data": fails, "identity.users": unwatched}}
	every_layer_fails.applies with input as {"layers": {"data": fails, "identity.users": fails}}
}

test_a_layer_that_nobody_has_is_not_watched if {
	not every_layer_fails.applies with input as {"layers": {
		"data": fails,
		"keys": {"answer": "unassigned", "decided": 1, "denied": 0, "unknown": 0, "error": 0},
	}}
}
