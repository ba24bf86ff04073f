package onus.boundary.services.m365.copilot_test

import data.onus.boundary.services.m365.copilot

test_the_three_layers_of_a_copilot if {
	found := copilot.responsibility with input as {"type": "microsoft.securitycopilot/capacities"}
	found["ai.platform"].accountable == {"kind": "provider", "name": "Microsoft"}
	found["ai.platform"].basis.confidence == "stated"
	[performer.party.kind | some performer in found["ai.application"].performs] == ["provider", "customer"]
	found["ai.usage"].accountable == {"kind": "customer"}
}

test_other_copilots_follow_by_inference if {
	copilot.responsibility["ai.platform"].basis.confidence == "inferred" with input as {"type": "m365/copilot"}
}
