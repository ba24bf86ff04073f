package onus.lockdown.boundary.conflicting_overrides_test

import data.onus.lockdown.boundary.conflicting_overrides

test_two_answers_that_differ_are_denied if {
	conflicting_overrides.deny == {{
		"message": "two boundary policies of one rank disagree: A says customer, B says provider",
		"layer": "keys",
	}} with input as {"layers": {
		"keys": {"answer": "conflict", "reason": "A says customer, B says provider"},
		"data": {"answer": "assigned"},
	}}
}

test_agreement_and_silence_allow if {
	count(conflicting_overrides.deny) == 0 with input as {"layers": {
		"keys": {"answer": "unassigned", "reason": "nobody says"},
		"data": {"answer": "assigned"},
	}}
}
