package onus.lockdown.boundary.unassigned_layer_test

import data.onus.lockdown.boundary.unassigned_layer

unassigned(decided) := {"answer": "unassigned", "reason": "the edition is silent", "decided": decided}

test_a_layer_that_nobody_has_is_denied if {
	unassigned_layer.deny == {{
		"message": "whatever happens to keys, nobody has to act",
		"layer": "keys",
	}} with input as {"layers": {"keys": unassigned(0), "data": {"answer": "assigned", "decided": 1}}}
}

test_layers_that_only_some_services_have_are_let_be if {
	count(unassigned_layer.deny) == 0 with input as {"layers": {"os.node": unassigned(0), "ai.usage": unassigned(0)}}
}

test_they_are_denied_once_a_control_decides_about_them if {
	count(unassigned_layer.deny) == 1 with input as {"layers": {"os.node": unassigned(1), "ai.usage": unassigned(0)}}
}

test_a_conflict_is_another_matter if {
	count(unassigned_layer.deny) == 0 with input as {"layers": {"keys": {"answer": "conflict", "decided": 0}}}
}
