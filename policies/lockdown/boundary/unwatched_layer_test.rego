package onus.lockdown.boundary.unwatched_layer_test

import data.onus.lockdown.boundary.unwatched_layer

layer(parties, decided) := {
	"answer": "assigned",
	"performs": [{"party": {"kind": party}, "duty": sprintf("do the %s part", [party])} | some party in parties],
	"decided": decided,
}

test_a_layer_of_the_customers_that_nothing_watches_is_denied if {
	unwatched_layer.deny == {{
		"message": "no control watches data, where it is for the customer to do the customer part",
		"layer": "data",
	}} with input as {"layers": {"data": layer(["customer"], 0)}}
}

test_the_customers_part_of_a_shared_layer_counts if {
	count(unwatched_layer.deny) == 1 with input as {"layers": {"data": layer(["provider", "customer"], 0)}}
}

test_one_decision_is_enough if {
	count(unwatched_layer.deny) == 0 with input as {"layers": {"data": layer(["customer"], 1)}}
}

test_what_others_have_alone_is_for_them_to_show if {
	count(unwatched_layer.deny) == 0 with input as {"layers": {
		"host": layer(["provider"], 0),
		"runtime": layer(["third_party"], 0),
		"keys": {"answer": "unassigned", "decided": 0},
	}}
}
